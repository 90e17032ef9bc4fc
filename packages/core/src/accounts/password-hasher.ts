import { randomBytes } from 'node:crypto';
import { Argon2id } from 'oslo/password';

/** Cost of one hash. Defaults follow the OWASP Password Storage Cheat Sheet for Argon2id. */
export interface PasswordHashCost {
  readonly memoryKib: number;
  readonly iterations: number;
  readonly parallelism: number;
}

const defaultCost: PasswordHashCost = { memoryKib: 19_456, iterations: 2, parallelism: 1 };
/** Hashing runs on the process's small thread pool, which file access shares: half of it stays free. */
const maxParallelHashes = 2;

/** Argon2id for passwords, in PHC format. */
export class PasswordHasher {
  readonly #cost: PasswordHashCost;
  readonly #argon: Argon2id;
  /** A hash of no password at all; checking against it takes as long as against a real one. */
  readonly #decoy: string;
  readonly #waiting: Array<() => void> = [];
  #running = 0;

  constructor(cost: PasswordHashCost = defaultCost) {
    this.#cost = cost;
    this.#argon = new Argon2id({
      memorySize: cost.memoryKib,
      iterations: cost.iterations,
      parallelism: cost.parallelism,
    });
    this.#decoy = `${this.#header()}${randomPart(16)}$${randomPart(32)}`;
  }

  async hash(password: string): Promise<string> {
    return this.#inTurn(() => this.#argon.hash(password));
  }

  /**
   * @param hash - Null when there is no such account: the same work is done and the answer is false, so that time
   *   does not tell known emails from unknown ones.
   */
  async verify(hash: string | null, password: string): Promise<boolean> {
    const target = hash ?? this.#decoy;
    const isMatch = await this.#inTurn(() => this.#argon.verify(target, password));
    return hash !== null && isMatch;
  }

  /** True when the hash was made with other costs than today's. */
  needsRehash(hash: string): boolean {
    return !hash.startsWith(this.#header());
  }

  #header(): string {
    const { memoryKib, iterations, parallelism } = this.#cost;
    return `$argon2id$v=19$m=${memoryKib},t=${iterations},p=${parallelism}$`;
  }

  async #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.#running >= maxParallelHashes)
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    else this.#running += 1;
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#running -= 1;
      else next();
    }
  }
}

const randomPart = (bytes: number): string =>
  randomBytes(bytes).toString('base64').replaceAll('=', '');
