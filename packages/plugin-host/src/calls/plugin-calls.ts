import { type Actor, DomainError, type Log, requirePermission } from '@braindrive/core';
import type { ProcedureParams, SubscriptionItem } from '@braindrive/plugin-sdk/protocol';
import superjson from 'superjson';
import type { PluginCallService, PluginProcedures } from '../plugin-services.ts';
import { bridgeCallerOf, callContextOf } from './call-context.ts';
import type { CallCounter } from './call-counter.ts';
import { callErrorOf, PluginCallError, wasNotAccepted } from './call-error.ts';
import type { CallTarget, CallTargets, PluginSessions } from './call-ports.ts';
import { decode, findEnabled } from './enabled-target.ts';
import { MutationGate, type MutationHold } from './mutation-gate.ts';
import type { ProcedureCatalogue } from './procedure-catalogue.ts';
import { SubscriptionRelay } from './subscription-relay.ts';

/** How a call ended, for the watch that is kept after an upgrade. */
export interface CallOutcome {
  readonly userId: string;
  readonly slug: string;
  readonly digest: string;
  /** The process failed it; a refusal that the plugin meant is none. */
  readonly isFailed: boolean;
}

export interface PluginCallsPorts {
  readonly targets: CallTargets;
  readonly sessions: PluginSessions;
  readonly catalogue: ProcedureCatalogue;
  readonly counter: Pick<CallCounter, 'add'>;
  readonly log: Log;
  readonly deadlineMs?: number;
  readonly gate?: MutationGate;
}

const defaultDeadlineMs = 30_000;

/** Calls of people into their plugins. */
export class PluginCalls implements PluginCallService {
  readonly #ports: PluginCallsPorts;
  readonly #gate: MutationGate;
  readonly #relay: SubscriptionRelay;
  readonly #outcomeListeners = new Set<(outcome: CallOutcome) => void>();

  constructor(ports: PluginCallsPorts) {
    this.#ports = ports;
    this.#gate = ports.gate ?? new MutationGate();
    this.#relay = new SubscriptionRelay({
      targets: ports.targets,
      sessions: ports.sessions,
      log: ports.log,
    });
  }

  /** @inheritdoc */
  async procedures(userId: string): Promise<readonly PluginProcedures[]> {
    const targets = await this.#ports.targets.list(userId);
    return Promise.all(
      targets.map(async (target) => ({
        slug: target.slug,
        digest: target.digest,
        procedures: await this.#ports.catalogue.of(target),
      })),
    );
  }

  /** @inheritdoc */
  onChange(listener: (userId: string) => void): () => void {
    return this.#ports.targets.onChange(listener);
  }

  /** Calls `listener` with the end of each call. */
  onOutcome(listener: (outcome: CallOutcome) => void): () => void {
    this.#outcomeListeners.add(listener);
    return () => this.#outcomeListeners.delete(listener);
  }

  /** Keeps new mutations of this person's plugin waiting, for the swap of an upgrade. */
  hold(userId: string, slug: string): MutationHold {
    return this.#gate.hold(userId, slug);
  }

  /** @inheritdoc */
  async call(
    actor: Actor,
    slug: string,
    procedure: { readonly path: string; readonly type: 'query' | 'mutation' },
    input: unknown,
    signal: AbortSignal,
  ): Promise<unknown> {
    requirePermission(actor, 'plugin.use');
    const encoded = superjson.serialize(input);
    const run = () => this.#ask(actor.userId, slug, procedure, encoded, signal);
    return procedure.type === 'mutation' ? this.#gate.pass(actor.userId, slug, run) : run();
  }

  /** @inheritdoc */
  subscribe(
    actor: Actor,
    slug: string,
    path: string,
    input: unknown,
    options: { readonly lastEventId: string | null; readonly signal: AbortSignal },
  ): AsyncIterable<SubscriptionItem> {
    requirePermission(actor, 'plugin.use');
    return this.#relay.follow(actor.userId, slug, path, input, options);
  }

  /** Asks twice at most: the version may be swapped between looking it up and asking. */
  async #ask(
    userId: string,
    slug: string,
    procedure: { readonly path: string; readonly type: 'query' | 'mutation' },
    input: unknown,
    signal: AbortSignal,
  ): Promise<unknown> {
    const first = await findEnabled(this.#ports.targets, userId, slug);
    try {
      return await this.#askOnce(first, procedure, input, signal);
    } catch (error) {
      if (!wasNotAccepted(error)) throw callErrorOf(error, first.manifest.name);
    }
    const second = await findEnabled(this.#ports.targets, userId, slug);
    try {
      return await this.#askOnce(second, procedure, input, signal);
    } catch (error) {
      throw callErrorOf(error, second.manifest.name);
    }
  }

  async #askOnce(
    target: CallTarget,
    procedure: { readonly path: string; readonly type: 'query' | 'mutation' },
    input: unknown,
    signal: AbortSignal,
  ): Promise<unknown> {
    const session = await this.#ports.sessions.acquire(target);
    const params: ProcedureParams = {
      path: procedure.path,
      type: procedure.type,
      input,
      lastEventId: null,
      context: callContextOf(target),
    };
    try {
      const answer = await session.request('procedure.call', params, {
        caller: bridgeCallerOf(target, { kind: 'call' }),
        signal,
        timeoutMs: this.#ports.deadlineMs ?? defaultDeadlineMs,
      });
      const output = decode(answer, target.manifest.name);
      this.#ended(target, false);
      return output;
    } catch (error) {
      if (!wasNotAccepted(error) && !signal.aborted) this.#ended(target, isFailure(error));
      throw error;
    }
  }

  #ended(target: CallTarget, isFailed: boolean): void {
    this.#ports.counter.add(target.installationId, isFailed);
    const outcome = {
      userId: target.ownerId,
      slug: target.slug,
      digest: target.digest,
      isFailed,
    };
    for (const listener of this.#outcomeListeners) listener(outcome);
  }
}

/** A refusal in the plugin's own words is an answer; a crash, a deadline and an unforeseen error are not. */
function isFailure(error: unknown): boolean {
  const mapped = callErrorOf(error, '');
  if (mapped instanceof PluginCallError) return mapped.failure.code === 'INTERNAL';
  return !(mapped instanceof DomainError && mapped.code === 'PLUGIN_BUSY');
}
