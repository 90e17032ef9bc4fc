import type { UserEvent } from '@braindrive/contracts';
import type { Clock, EventService } from '@braindrive/core';
import type { Permissions } from '@braindrive/plugin-sdk';
import { type BridgedEvent, BridgeError, eventLimits } from '@braindrive/plugin-sdk/protocol';
import type { BridgeCaller } from '../../bridge-caller.ts';
import type { ActorSource } from '../actor-source.ts';
import type { BridgeCall, BridgeGroup } from '../bridge-operations.ts';
import { jsonBytes } from '../json-bytes.ts';
import { RateLimit } from '../services/rate-limit.ts';
import type { StoredGrants } from '../stored-grants.ts';
import { coreEventOf } from './core-events.ts';
import { EventQueue } from './event-queue.ts';

interface Follower {
  readonly caller: BridgeCaller;
  readonly names: ReadonlySet<string>;
  readonly queue: EventQueue<BridgedEvent>;
}

export interface EventBridgePorts {
  /** Tells the person's open pages. */
  readonly events: EventService;
  readonly grants: Pick<StoredGrants, 'current'>;
  readonly actors: ActorSource;
  readonly clock: Clock;
}

/** Events between the plugins of one person. Nothing is kept: who does not follow does not hear. */
export class EventBridges {
  readonly operations: BridgeGroup<'events'>;
  readonly #ports: EventBridgePorts;
  readonly #rate: RateLimit;
  /** By person. */
  readonly #followers = new Map<string, Set<Follower>>();

  constructor(ports: EventBridgePorts) {
    this.#ports = ports;
    this.#rate = new RateLimit({
      clock: ports.clock,
      windowMs: 1_000,
      amount: eventLimits.perSecond,
    });
    this.operations = {
      'events.emit': (call) => this.#emit(call),
      'events.follow': (call) => this.#follow(call),
    };
  }

  /** The router lets the events of one emitter through one after the other, so they arrive in their order. */
  async #emit({ caller, grants, params }: BridgeCall<'events.emit'>) {
    const { name, payload = null } = params;
    requireSmall(payload);
    const retryAfterMs = this.#rate.take(caller.installationId);
    if (retryAfterMs !== null) throw tooMany(retryAfterMs);
    const event: BridgedEvent = {
      name: `${caller.slug}.${name}`,
      payload,
      at: this.#ports.clock.now().toISOString(),
    };
    const isShared = grants.events?.shares.includes(name) ?? false;
    const receivers = await this.#deliver(event, caller, isShared);
    const { slug } = caller;
    this.#ports.events.publish(caller.ownerId, { type: 'plugin-event', slug, name, payload });
    return { receivers };
  }

  async #deliver(event: BridgedEvent, from: BridgeCaller, isShared: boolean): Promise<number> {
    let receivers = 0;
    for (const follower of this.#followers.get(from.ownerId) ?? []) {
      if (!follower.names.has(event.name)) continue;
      const isOwn = follower.caller.installationId === from.installationId;
      if (!isOwn && !(isShared && (await this.#mayHear(follower, event.name)))) continue;
      if (follower.queue.push(event)) receivers++;
    }
    return receivers;
  }

  async #mayHear({ caller }: Follower, name: string): Promise<boolean> {
    return mayHear(await this.#ports.grants.current(caller), caller, name);
  }

  async *#follow(call: BridgeCall<'events.follow'>): AsyncGenerator<BridgedEvent, void> {
    const { caller, grants, params, signal } = call;
    const names = params.names.filter((name) => mayHear(grants, caller, name));
    if (names.length < params.names.length) throw mayNotHear(params.names, names);
    const follower: Follower = { caller, names: new Set(names), queue: new EventQueue() };
    const followers = this.#followers.get(caller.ownerId) ?? new Set();
    this.#followers.set(caller.ownerId, followers.add(follower));
    const leaving = new AbortController();
    const ended = AbortSignal.any([signal, leaving.signal]);
    if (names.some(isCoreName)) void this.#followCore(follower, call, ended);
    try {
      yield* follower.queue.read(ended);
    } finally {
      leaving.abort();
      followers.delete(follower);
      if (followers.size === 0) this.#followers.delete(caller.ownerId);
    }
  }

  async #followCore(
    follower: Follower,
    { caller, grants }: BridgeCall<'events.follow'>,
    signal: AbortSignal,
  ): Promise<void> {
    const actor = await this.#ports.actors.actorFor(caller, grants).catch(() => null);
    if (actor === null) return;
    for await (const event of this.#ports.events.follow(actor, signal)) {
      await this.#tellCore(follower, event);
    }
  }

  async #tellCore(follower: Follower, event: UserEvent): Promise<void> {
    const told = coreEventOf(event);
    if (told === null || !follower.names.has(told.name)) return;
    if (!(await this.#mayHear(follower, told.name))) return;
    follower.queue.push({ ...told, at: this.#ports.clock.now().toISOString() });
  }
}

const isCoreName = (name: string): boolean => name.startsWith('core.');

const mayHear = (grants: Permissions, caller: BridgeCaller, name: string): boolean =>
  name.startsWith(`${caller.slug}.`)
    ? grants.events !== undefined
    : (grants.events?.hears.includes(name) ?? false);

function mayNotHear(asked: readonly string[], allowed: readonly string[]): BridgeError {
  const refused = asked.filter((name) => !allowed.includes(name));
  return new BridgeError(
    'permission/not-granted',
    `This plugin may not hear ${refused.join(', ')}. It has to name them among its permissions.`,
    { details: { permission: 'events', names: refused.join(', ') } },
  );
}

function requireSmall(payload: unknown): void {
  const bytes = jsonBytes(payload);
  if (bytes <= eventLimits.payloadBytes) return;
  throw new BridgeError(
    'events/too-large',
    `An event may carry ${eventLimits.payloadBytes.toLocaleString('en')} bytes. Keep the data in storage and say where it is.`,
    { details: { bytes, maxBytes: eventLimits.payloadBytes } },
  );
}

const tooMany = (retryAfterMs: number): BridgeError =>
  new BridgeError(
    'events/too-many',
    `A plugin may emit ${eventLimits.perSecond} events a second. Tell several changes in one event.`,
    { retryAfterMs },
  );
