import type { z } from 'zod';
import { PluginError } from '../plugin-error.ts';
import { aiBridges } from './bridges/ai-bridge.ts';
import { conversationBridges } from './bridges/conversations-bridge.ts';
import { eventBridges } from './bridges/event-bridge.ts';
import { httpBridges } from './bridges/http-bridge.ts';
import { serviceBridges } from './bridges/service-bridges.ts';
import { settingsBridges } from './bridges/settings-bridge.ts';
import { storageBridges } from './bridges/storage-bridge.ts';

/**
 * Everything that a plugin process can ask the host, by method. Both sides check with these schemas: the host the
 * params (defaults filled in), the plugin the results.
 *
 * Common to all:
 * - **Parent**: each request names the host's request it is made for, which decides the person, the installation and
 *   the grants. Without one, or with one that is over, it is refused with `rpc/cancelled`.
 * - **Grants** are those of the moment of the call, not of the start: a permission that was taken back gives
 *   `permission/not-granted` at once, with `details.permission`.
 * - **Cancel** flows both ways: when the host's request is aborted so is everything asked in its name.
 * - **Limits**: at most 64 open requests of a plugin (`rpc/busy`), 32 MiB in a frame.
 * - **Retry**: nothing is repeated by the SDK. `retryAfterMs` says when it makes sense.
 */
export const bridges = {
  ...storageBridges,
  ...httpBridges,
  ...aiBridges,
  ...conversationBridges,
  ...eventBridges,
  ...settingsBridges,
  ...serviceBridges,
} as const;

export type Bridges = typeof bridges;
export type BridgeName = keyof Bridges;
export type UnaryBridgeName = {
  [Name in BridgeName]: Bridges[Name] extends { kind: 'unary' } ? Name : never;
}[BridgeName];
export type StreamBridgeName = Exclude<BridgeName, UnaryBridgeName>;

/** As the plugin's side writes them: defaults left out. */
export type BridgeInput<Name extends BridgeName> = z.input<Bridges[Name]['params']>;
/** As the host's side reads them: defaults filled in. */
export type BridgeParams<Name extends BridgeName> = z.output<Bridges[Name]['params']>;
export type BridgeResult<Name extends UnaryBridgeName> = z.output<
  Extract<Bridges[Name], { kind: 'unary' }>['result']
>;
/** JSON items of a stream; bytes follow the first one where the bridge `hasBytes`. */
export type BridgeItem<Name extends StreamBridgeName> = z.output<
  Extract<Bridges[Name], { kind: 'stream' }>['item']
>;

export const isBridgeName = (method: string): method is BridgeName =>
  Object.hasOwn(bridges, method);

/** Every code with which a bridge says no, beside those of the border (`rpc/…`) and of providers (`provider/…`). */
export const bridgeErrorCodes = [
  /** The person, or the owner of the instance, did not allow it or took it back. */
  'permission/not-granted',
  /** The params do not fit; `issues` say where. */
  'bridge/invalid-params',
  'storage/quota-exceeded',
  /** A value, a document, a blob or a transaction is over its limit. */
  'storage/too-large',
  /** An `ifRevision` or `isNew` did not hold: somebody else wrote in between. Read again and decide. */
  'storage/conflict',
  'storage/not-found',
  /** Cursors belong to one query and one version of the host. */
  'storage/cursor-invalid',
  /** Not granted for this host name. */
  'http/host-not-allowed',
  /** The name leads to a private, loopback or link-local address. */
  'http/address-refused',
  'http/unreachable',
  'http/timeout',
  'http/too-large',
  'http/too-many-redirects',
  'ai/budget-used-up',
  'ai/no-model',
  'ai/model-not-found',
  'conversations/not-found',
  'conversations/busy',
  'events/too-many',
  'events/too-large',
  'events/too-slow',
  'settings/invalid',
  'secrets/unknown',
  'state/too-large',
  'jobs/unknown',
  'notify/too-many',
  'core/unknown-procedure',
] as const;
export type BridgeErrorCode = (typeof bridgeErrorCodes)[number];

/** What the host throws when it refuses; arrives at the author's `await` with the same code and message. */
export class BridgeError extends PluginError {
  constructor(
    code: BridgeErrorCode,
    message: string,
    options: ConstructorParameters<typeof PluginError>[2] = {},
  ) {
    super(code, message, options);
  }
}
