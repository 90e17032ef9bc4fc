import type { Orm } from '@braindrive/database';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import { UserEntity, UserStepEntity } from './user-entity.ts';
import { orderUserSteps, type UserStep } from './user-step.ts';

const maxErrorLength = 500;

/** Brings accounts up to date: runs the steps that an account lacks, one after the other, and remembers which ran. */
export class UserStepRunner {
  readonly #orm: Orm;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #steps: readonly UserStep[];
  /** Accounts that lack nothing. Steps do not change while the host runs, so this never grows stale. */
  readonly #current = new Set<string>();
  readonly #running = new Map<string, Promise<boolean>>();

  /** @throws {Error} when the steps cannot be ordered. */
  constructor(ports: {
    readonly orm: Orm;
    readonly clock: Clock;
    readonly log: Log;
    readonly steps: readonly UserStep[];
  }) {
    this.#orm = ports.orm;
    this.#clock = ports.clock;
    this.#log = ports.log;
    this.#steps = orderUserSteps(ports.steps);
  }

  /** True when {@link prepare} has nothing to do, as far as is known without asking the database. */
  isCurrent(userId: string): boolean {
    return this.#current.has(userId);
  }

  /**
   * Runs the steps that this account lacks and marks it ready. A failed step ends the round; what ran before it stays,
   * and the next round goes on there.
   * @returns whether the account is ready.
   */
  async prepare(userId: string): Promise<boolean> {
    if (this.#current.has(userId)) return true;
    const running = this.#running.get(userId) ?? this.#runAll(userId);
    this.#running.set(userId, running);
    try {
      return await running;
    } finally {
      this.#running.delete(userId);
    }
  }

  async #runAll(userId: string): Promise<boolean> {
    const records = await this.#orm.em.fork().find(UserStepEntity, { userId });
    const finished = new Map(
      records.map(({ stepId, version, finishedAt }) => [stepId, finishedAt === null ? 0 : version]),
    );
    for (const step of this.#steps) {
      if ((finished.get(step.id) ?? 0) >= step.version) continue;
      if (!(await this.#runOne(step, userId))) return false;
    }
    await this.#orm.em.fork().nativeUpdate(UserEntity, { id: userId }, { status: 'ready' });
    this.#current.add(userId);
    return true;
  }

  async #runOne(step: UserStep, userId: string): Promise<boolean> {
    try {
      const em = this.#orm.em.fork();
      const user = await em.findOneOrFail(UserEntity, { id: userId });
      await step.run({ user, em });
      await this.#record(em, step, userId, null);
      return true;
    } catch (cause) {
      this.#log.error({ cause, userId, stepId: step.id }, 'user-step.failed');
      const text = cause instanceof Error ? cause.message : String(cause);
      await this.#record(this.#orm.em.fork(), step, userId, text.slice(0, maxErrorLength));
      return false;
    }
  }

  /** Writes what became of a step, together with whatever the step left in `em`. */
  async #record(em: Orm['em'], step: UserStep, userId: string, lastError: string | null) {
    const known = await em.findOne(UserStepEntity, { userId, stepId: step.id });
    const record =
      known ??
      em.create(UserStepEntity, {
        userId,
        stepId: step.id,
        version: step.version,
        finishedAt: null,
        lastError: null,
        attempts: 0,
      });
    record.version = step.version;
    record.finishedAt = lastError === null ? this.#clock.now() : null;
    record.lastError = lastError;
    record.attempts += 1;
    await em.flush();
  }
}
