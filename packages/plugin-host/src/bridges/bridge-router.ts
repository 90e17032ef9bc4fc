import type { Clock, Log } from '@braindrive/core';
import type { PermissionName, Permissions } from '@braindrive/plugin-sdk';
import {
  type BridgeName,
  bridges,
  isBridgeName,
  rpcCodes,
  rpcError,
} from '@braindrive/plugin-sdk/protocol';
import type { BridgeHandler, BridgeRequest } from '../bridge-handler.ts';
import { internalError, invalidParams, knownBridgeError, notGranted } from './bridge-error.ts';
import type { BridgeCall, BridgeOperations } from './bridge-operations.ts';
import type { StoredGrants } from './stored-grants.ts';
import { Turns } from './turns.ts';
import type { UseCounter } from './use-counter.ts';

/** How often the grant of an open stream is looked at again. */
const recheckEveryMs = 1_000;

/** Answered in the order they were asked, by installation. */
const inOrder: ReadonlySet<BridgeName> = new Set(['events.emit', 'log.write']);

const permissionTexts: Record<PermissionName, string> = {
  storage: 'keep data',
  http: 'ask servers on the internet',
  ai: 'use models',
  conversations: 'read conversations',
  secrets: 'read its secrets',
  events: 'use events',
  schedule: 'start jobs',
  notify: 'show notifications',
  native: 'run native code',
};

export interface BridgeRouterPorts {
  readonly operations: BridgeOperations;
  readonly grants: Pick<StoredGrants, 'current'>;
  readonly uses: UseCounter;
  readonly clock: Clock;
  readonly log: Log;
}

/** An operation as the router calls it, whatever its name: the table was checked name by name when it was made. */
type AnyOperation = (call: BridgeCall<BridgeName>) => Promise<unknown> | AsyncIterable<unknown>;

/** Takes every question of every plugin: checks its params, then the person's grant, then lets the bridge do it. */
export class BridgeRouter implements BridgeHandler {
  readonly #ports: BridgeRouterPorts;
  readonly #turns = new Turns();

  constructor(ports: BridgeRouterPorts) {
    this.#ports = ports;
  }

  handle(request: BridgeRequest): Promise<unknown> | AsyncIterable<unknown> {
    return request.isStream ? this.#stream(request) : this.#answer(request);
  }

  async #answer(request: BridgeRequest): Promise<unknown> {
    const work = async () => {
      const { name, call } = await this.#admit(request, 'unary');
      return this.#operation(name)(call);
    };
    try {
      const isOrdered = isBridgeName(request.method) && inOrder.has(request.method);
      const { installationId } = request.caller;
      return await (isOrdered ? this.#turns.take(installationId, work) : work());
    } catch (error) {
      throw this.#told(error, request);
    }
  }

  async *#stream(request: BridgeRequest): AsyncGenerator<unknown, void> {
    try {
      const { name, call } = await this.#admit(request, 'stream');
      const items = this.#operation(name)(call) as AsyncIterable<unknown>;
      let checkedAt = this.#nowMs();
      for await (const item of items) {
        if (this.#nowMs() - checkedAt >= recheckEveryMs) {
          await this.#requireGrant(name, request);
          checkedAt = this.#nowMs();
        }
        yield item;
      }
    } catch (error) {
      throw this.#told(error, request);
    }
  }

  async #admit(request: BridgeRequest, kind: 'unary' | 'stream') {
    const { method, caller, signal, readBody } = request;
    if (!isBridgeName(method) || bridges[method].kind !== kind) {
      throw rpcError(rpcCodes.unknownMethod, `The host has no ${method} that can be asked so.`);
    }
    const parsed = bridges[method].params.safeParse(request.params);
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      const where = issue?.path.join('.') ?? '';
      const message = `${method}: ${where === '' ? '' : `${where}: `}${issue?.message ?? 'does not fit.'}`;
      throw invalidParams(message, parsed.error.issues);
    }
    signal.throwIfAborted();
    const grants = await this.#requireGrant(method, request);
    const { permission } = bridges[method];
    if (permission !== null) this.#ports.uses.addUse(caller.installationId, permission);
    const call: BridgeCall<BridgeName> = { params: parsed.data, caller, grants, signal, readBody };
    return { name: method, call };
  }

  async #requireGrant(name: BridgeName, { caller }: BridgeRequest): Promise<Permissions> {
    const grants = await this.#ports.grants.current(caller);
    const { permission } = bridges[name];
    if (permission === null || grants[permission] !== undefined) return grants;
    // What a connection may reach was settled when a person made it.
    if (name === 'http.fetch' && caller.purpose.kind === 'connection') return grants;
    throw notGranted(permission, permissionTexts[permission]);
  }

  #operation(name: BridgeName): AnyOperation {
    return this.#ports.operations[name] as AnyOperation;
  }

  #told(error: unknown, { method, caller, signal }: BridgeRequest): unknown {
    const known = knownBridgeError(error);
    if (known !== null) return known;
    if (signal.aborted) return rpcError(rpcCodes.cancelled, 'This was cancelled.');
    const { slug, installationId } = caller;
    this.#ports.log.error({ cause: error, method, slug, installationId }, 'plugin.bridge-failed');
    return internalError();
  }

  #nowMs(): number {
    return this.#ports.clock.now().getTime();
  }
}
