import { DomainError, type Log } from '@braindrive/core';
import { isPluginError, PluginError } from '@braindrive/plugin-sdk';
import type { RpcCall, RpcHandler, RpcPeer } from '@braindrive/plugin-sdk/protocol';
import type { BridgeCaller, BridgeHandler, BridgeRequest } from '../bridge-handler.ts';

interface BridgeCallsOptions {
  readonly bridges: BridgeHandler;
  readonly log: Log;
  /** The peer that the questions come from. */
  readonly peer: () => RpcPeer;
}

/** Hands what a plugin asks to the bridges, together with in whose name it asks. */
export function createBridgeCalls({ bridges, log, peer }: BridgeCallsOptions): RpcHandler {
  const told = (error: unknown, call: RpcCall): unknown => {
    if (isPluginError(error)) return error;
    if (error instanceof DomainError) {
      const { retryAfterMs } = error;
      return new PluginError(
        error.code,
        error.message,
        retryAfterMs === null ? {} : { retryAfterMs },
      );
    }
    // What went wrong inside the host is not the plugin's to know.
    if (!call.signal.aborted)
      log.error({ cause: error, method: call.method }, 'plugin.bridge-failed');
    return new PluginError('INTERNAL', 'The host failed to do this. Its log says why.');
  };
  const answer = async (call: RpcCall): Promise<unknown> => {
    try {
      return await bridges.handle(bridgeRequestOf(call, peer()));
    } catch (error) {
      throw told(error, call);
    }
  };
  async function* answerItems(call: RpcCall): AsyncGenerator<unknown> {
    try {
      yield* bridges.handle(bridgeRequestOf(call, peer())) as AsyncIterable<unknown>;
    } catch (error) {
      throw told(error, call);
    }
  }
  return (call) => (call.isStream ? answerItems(call) : answer(call));
}

/** @throws {PluginError} `bridge/no-call` when it is not asked in the name of a call. */
function bridgeRequestOf(call: RpcCall, peer: RpcPeer): BridgeRequest {
  if (call.context === null) {
    throw new PluginError(
      'bridge/no-call',
      'Nobody asked for this. Use the context of a call, a job or a hook while it runs.',
    );
  }
  return {
    method: call.method,
    params: call.params,
    isStream: call.isStream,
    // Given by the host with the request that this one belongs to.
    caller: call.context as BridgeCaller,
    signal: call.signal,
    readBody: (stream) =>
      peer.stream('body.read', { stream }, { parent: call.id, signal: call.signal }),
  };
}
