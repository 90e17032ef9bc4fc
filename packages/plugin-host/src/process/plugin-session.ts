import type { PluginDefinitionSummary } from '@braindrive/plugin-sdk/protocol';
import type { BridgeCaller } from '../bridge-handler.ts';

export interface SessionRequest {
  /** In whose name; bridges that the plugin calls meanwhile get it. */
  readonly caller: BridgeCaller;
  readonly signal?: AbortSignal;
  /** Deadline of the whole answer. Calls without one have 30 s, streams none. */
  readonly timeoutMs?: number;
}

export interface SessionStream extends SessionRequest {
  /**
   * Longest wait for one item; null for as long as it takes. Subscriptions and connections of providers wait for ever
   * unless this says otherwise, all other streams 60 s.
   */
  readonly idleTimeoutMs?: number | null;
}

/** A running process of a plugin version. Cheap to get, so acquire one for each call. */
export interface PluginSession {
  readonly summary: PluginDefinitionSummary;
  /**
   * @throws {RpcError} what the plugin answered; `rpc/closed` when its process is gone, with `details.isAccepted`
   * false when it never took the call; `rpc/timeout`, `rpc/busy`, `rpc/cancelled`, `rpc/too-large`.
   */
  request(method: string, params: unknown, options: SessionRequest): Promise<unknown>;
  /** Nothing is asked before iteration begins; leaving the loop cancels. @throws {RpcError} as `request` does. */
  stream(method: string, params: unknown, options: SessionStream): AsyncGenerator<unknown, void>;
  /** Keeps the process from being stopped for idleness until the returned function is called. */
  retain(): () => void;
}
