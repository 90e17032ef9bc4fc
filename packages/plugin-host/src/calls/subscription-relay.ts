import { setTimeout as delay } from 'node:timers/promises';
import type { Log } from '@braindrive/core';
import type { ProcedureParams, SubscriptionItem } from '@braindrive/plugin-sdk/protocol';
import superjson from 'superjson';
import { z } from 'zod';
import { bridgeCallerOf, callContextOf } from './call-context.ts';
import { callErrorOf, isProcessGone } from './call-error.ts';
import type { CallTarget, CallTargets, PluginSessions } from './call-ports.ts';
import { decode, findEnabled } from './enabled-target.ts';

const itemSchema = z.object({ id: z.string().max(1_000).nullable(), data: z.unknown() });

/** Starts of the process for one subscription in a row without an item between, before it is given up. */
const maxRestarts = 4;
const restartDelayMs = 200;

interface FollowOptions {
  readonly lastEventId: string | null;
  readonly signal: AbortSignal;
}

interface RelayState {
  readonly path: string;
  /** superjson. */
  readonly input: unknown;
  /** Id of the last item that had one. */
  after: string | null;
  restarts: number;
}

/**
 * Subscriptions that outlive the process behind them: after an upgrade or a crash the plugin is asked again from the
 * last item that had an id. Items without ids may repeat then, because the plugin starts from its beginning.
 */
export class SubscriptionRelay {
  readonly #targets: CallTargets;
  readonly #sessions: PluginSessions;
  readonly #log: Log;

  constructor(ports: {
    readonly targets: CallTargets;
    readonly sessions: PluginSessions;
    readonly log: Log;
  }) {
    this.#targets = ports.targets;
    this.#sessions = ports.sessions;
    this.#log = ports.log;
  }

  /** @throws {DomainError} `PLUGIN_DISABLED` or `NOT_FOUND` too when it is turned off or removed meanwhile. */
  async *follow(
    userId: string,
    slug: string,
    path: string,
    input: unknown,
    { lastEventId, signal }: FollowOptions,
  ): AsyncGenerator<SubscriptionItem> {
    const state: RelayState = {
      path,
      input: superjson.serialize(input),
      after: lastEventId,
      restarts: 0,
    };
    while (!signal.aborted) {
      const target = await findEnabled(this.#targets, userId, slug);
      const round = this.#watch(target);
      try {
        yield* this.#items(target, state, AbortSignal.any([signal, round.signal]));
        if (!round.signal.aborted) return;
      } catch (error) {
        if (signal.aborted) return;
        if (!round.signal.aborted) await this.#waitForRestart(target, state, error, signal);
      } finally {
        round.end();
      }
    }
  }

  async *#items(
    target: CallTarget,
    state: RelayState,
    signal: AbortSignal,
  ): AsyncGenerator<SubscriptionItem> {
    const session = await this.#sessions.acquire(target);
    const caller = bridgeCallerOf(target, { kind: 'call' });
    const params: ProcedureParams = {
      path: state.path,
      type: 'subscription',
      input: state.input,
      lastEventId: state.after,
      context: callContextOf(target),
    };
    for await (const value of session.stream('procedure.call', params, { caller, signal })) {
      const { id, data } = itemSchema.parse(value);
      state.restarts = 0;
      state.after = id ?? state.after;
      yield { id, data: decode(data, target.manifest.name) };
    }
  }

  /** @throws what the plugin said, unless its process went and may be asked again. */
  async #waitForRestart(
    target: CallTarget,
    state: RelayState,
    error: unknown,
    signal: AbortSignal,
  ): Promise<void> {
    state.restarts += 1;
    if (!isProcessGone(error) || state.restarts > maxRestarts)
      throw callErrorOf(error, target.manifest.name);
    const { slug } = target;
    this.#log.info({ slug, path: state.path, restarts: state.restarts }, 'plugin.resubscribed');
    await delay(restartDelayMs * state.restarts, undefined, { signal }).catch(() => {});
  }

  /** Aborts when this is not the person's version any more, or is off. */
  #watch(target: CallTarget): { readonly signal: AbortSignal; end(): void } {
    const abort = new AbortController();
    const check = async () => {
      const now = await this.#targets.find(target.ownerId, target.slug);
      const isSame =
        now?.isEnabled === true &&
        now.digest === target.digest &&
        now.installationId === target.installationId;
      if (!isSame) abort.abort();
    };
    const end = this.#targets.onChange((userId) => {
      if (userId !== target.ownerId) return;
      check().catch((cause: unknown) =>
        this.#log.warn({ cause, slug: target.slug }, 'plugin.subscription-not-checked'),
      );
    });
    // It may have changed between the look-up and now.
    check().catch(() => abort.abort());
    return { signal: abort.signal, end };
  }
}
