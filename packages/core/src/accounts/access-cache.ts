import type { Clock } from '../clock.ts';
import type { Actor } from '../users/index.ts';

const defaultMaxEntries = 10_000;
/**
 * Changes made by this process clear entries at once; the age limit covers what it cannot see, such as a row that
 * somebody deleted by hand.
 */
const defaultMaxAgeMs = 30_000;

/** A credential that was checked a moment ago. */
export interface CachedAccess {
  readonly actor: Actor;
  /** When the credential itself ends. */
  readonly expiresAtMs: number;
  lastSeenAtMs: number;
}

interface Entry {
  readonly access: CachedAccess;
  readonly staleAtMs: number;
}

/** Remembers checked sessions, access tokens and API keys for a short time, in memory and bounded. */
export class AccessCache {
  readonly #clock: Clock;
  readonly #maxEntries: number;
  readonly #maxAgeMs: number;
  readonly #entries = new Map<string, Entry>();
  readonly #keysByUser = new Map<string, Set<string>>();
  #generation = 0;

  constructor(ports: {
    readonly clock: Clock;
    readonly maxEntries?: number;
    readonly maxAgeMs?: number;
  }) {
    this.#clock = ports.clock;
    this.#maxEntries = ports.maxEntries ?? defaultMaxEntries;
    this.#maxAgeMs = ports.maxAgeMs ?? defaultMaxAgeMs;
  }

  get(key: string): CachedAccess | null {
    const entry = this.#entries.get(key);
    if (entry === undefined) return null;
    if (this.#clock.now().getTime() < entry.staleAtMs) return entry.access;
    this.#delete(key);
    return null;
  }

  /** Take it before the database is asked, and hand it to {@link set} with the answer. */
  generation(): number {
    return this.#generation;
  }

  /** Keeps an answer, unless somebody's access changed since the question: then it may be an old answer. */
  set(key: string, access: CachedAccess, generation: number): void {
    if (generation !== this.#generation) return;
    this.#delete(key);
    if (this.#entries.size >= this.#maxEntries) this.#deleteOldest();
    const staleAtMs = Math.min(this.#clock.now().getTime() + this.#maxAgeMs, access.expiresAtMs);
    this.#entries.set(key, { access, staleAtMs });
    const keys = this.#keysByUser.get(access.actor.userId) ?? new Set();
    this.#keysByUser.set(access.actor.userId, keys.add(key));
  }

  /** Forgets everything of one person. */
  forgetUser(userId: string): void {
    this.#generation += 1;
    for (const key of this.#keysByUser.get(userId) ?? []) this.#entries.delete(key);
    this.#keysByUser.delete(userId);
  }

  #deleteOldest(): void {
    const [oldest] = this.#entries.keys();
    if (oldest !== undefined) this.#delete(oldest);
  }

  #delete(key: string): void {
    const entry = this.#entries.get(key);
    if (entry === undefined) return;
    this.#entries.delete(key);
    const { userId } = entry.access.actor;
    const keys = this.#keysByUser.get(userId);
    keys?.delete(key);
    if (keys?.size === 0) this.#keysByUser.delete(userId);
  }
}
