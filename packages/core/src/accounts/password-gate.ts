import type { SignInInput } from '@braindrive/contracts';
import { createId, type SqlDatabase, type SqlSession } from '@braindrive/database';
import type { AuditService } from '../audit/index.ts';
import type { Clock } from '../clock.ts';
import { DomainError } from '../domain-error.ts';
import type { RequestOrigin } from '../request-origin.ts';
import type { Actor, UserStepRunner } from '../users/index.ts';
import type { AttemptLimiter } from './attempt-limiter.ts';
import type { PasswordHasher } from './password-hasher.ts';

const retryPreparationMs = 5_000;

interface PasswordRow {
  readonly id: string;
  readonly secret_hash: string;
}

/** The one place where passwords are checked: counted, slowed down, equal in work for known and unknown emails. */
export class PasswordGate {
  readonly #database: SqlDatabase;
  readonly #clock: Clock;
  readonly #audit: AuditService;
  readonly #hasher: PasswordHasher;
  readonly #limiter: AttemptLimiter;
  readonly #steps: UserStepRunner;

  constructor(ports: {
    readonly database: SqlDatabase;
    readonly clock: Clock;
    readonly audit: AuditService;
    readonly hasher: PasswordHasher;
    readonly limiter: AttemptLimiter;
    readonly steps: UserStepRunner;
  }) {
    this.#database = ports.database;
    this.#clock = ports.clock;
    this.#audit = ports.audit;
    this.#hasher = ports.hasher;
    this.#limiter = ports.limiter;
    this.#steps = ports.steps;
  }

  /**
   * Checks email and password and brings the account up to date.
   * @returns the id of the person.
   * @throws {DomainError} `INVALID_CREDENTIALS`, the same for unknown emails; `ACCOUNT_LOCKED`; `RATE_LIMITED`;
   *   `ACCOUNT_NOT_READY`.
   */
  async enter(input: SignInInput, origin: RequestOrigin): Promise<string> {
    const attempt = await this.#limiter.beginPassword(input.email, origin.address);
    const row = await this.#database.read((sql) =>
      sql.get<PasswordRow>(`${selectPassword} where u.email = ?`, input.email),
    );
    const isMatch = await this.#hasher.verify(row?.secret_hash ?? null, input.password);
    if (row === null || !isMatch) {
      await this.#audit.record({
        actorId: null,
        name: 'session.failed',
        address: origin.address,
        ...(row === null ? {} : { subjectId: row.id }),
      });
      throw new DomainError(
        'INVALID_CREDENTIALS',
        'Email or password is wrong. Check both and try again.',
      );
    }
    await attempt.succeeded();
    await this.#renewHash(row, input.password);
    await this.requireReady(row.id);
    return row.id;
  }

  /**
   * Asks a signed-in person for the password again.
   * @throws {DomainError} `INVALID_CREDENTIALS`, `ACCOUNT_LOCKED`.
   */
  async confirm(actor: Actor, password: string): Promise<void> {
    const row = await this.#database.read((sql) =>
      sql.get<PasswordRow>(`${selectPassword} where u.id = ?`, actor.userId),
    );
    // Counted apart from sign-ins: strangers who lock those do not keep a signed-in person from anything.
    const attempt = await this.#limiter.beginPassword(actor.userId, null);
    if (!(await this.#hasher.verify(row?.secret_hash ?? null, password)))
      throw new DomainError('INVALID_CREDENTIALS', 'The current password is wrong.');
    await attempt.succeeded();
  }

  /**
   * Runs what the account still lacks.
   * @throws {DomainError} `ACCOUNT_NOT_READY` when that fails; the next sign-in tries again.
   */
  async requireReady(userId: string): Promise<void> {
    if (await this.#steps.prepare(userId)) return;
    throw new DomainError(
      'ACCOUNT_NOT_READY',
      'The account exists, but setting it up did not finish. Nothing is lost: sign in again in a moment.',
      { retryAfterMs: retryPreparationMs },
    );
  }

  hash(password: string): Promise<string> {
    return this.#hasher.hash(password);
  }

  async #renewHash(row: PasswordRow, password: string): Promise<void> {
    if (!this.#hasher.needsRehash(row.secret_hash)) return;
    const hash = await this.#hasher.hash(password);
    await this.#database.write((sql) => writePassword(sql, row.id, hash, this.#clock.now()));
  }
}

const selectPassword = `select u.id, c.secret_hash from user u
  join credential c on c.user_id = u.id and c.kind = 'password'`;

/** Stores the password of a person, new or changed. */
export function writePassword(sql: SqlSession, userId: string, hash: string, now: Date): void {
  sql.run(
    `insert into credential (id, user_id, kind, secret_hash, updated_at) values (?, ?, 'password', ?, ?)
     on conflict (user_id, kind) do update set secret_hash = excluded.secret_hash, updated_at = excluded.updated_at`,
    createId(),
    userId,
    hash,
    now.getTime(),
  );
}
