import type { BridgeCaller } from './bridge-caller.ts';

export type { BridgeCaller } from './bridge-caller.ts';

/** One question of a plugin to the host. Nothing in it is checked but that its caller's request is still open. */
export interface BridgeRequest {
  /** `<bridge>.<operation>`, as the plugin wrote it. */
  readonly method: string;
  readonly params: unknown;
  /** True when the plugin wants a stream of items. */
  readonly isStream: boolean;
  /** As it was given with the request, for which the plugin works. */
  readonly caller: BridgeCaller;
  /** Aborted when the plugin cancels, stops, or the request it works for ends. */
  readonly signal: AbortSignal;
  /**
   * The bytes of an outgoing body that `params` name by number: `body.read` at the plugin, as a child of this request.
   * Nothing is asked before iteration begins.
   */
  readonly readBody: (stream: number) => AsyncIterable<unknown>;
}

/** Answers what plugins ask of the host. */
export interface BridgeHandler {
  /**
   * A value, or for `isStream` the items; items that are `Uint8Array` travel as raw bytes, all else as JSON.
   * What is thrown as `PluginError` reaches the plugin with its code, all else as `INTERNAL`.
   */
  handle(request: BridgeRequest): Promise<unknown> | AsyncIterable<unknown>;
}
