import type { DomainErrorCode } from '@braindrive/contracts';
import { DomainError } from '@braindrive/core';
import { isPluginError } from '@braindrive/plugin-sdk';
import {
  BridgeError,
  type BridgeErrorCode,
  RpcError,
  rpcCodes,
  rpcError,
} from '@braindrive/plugin-sdk/protocol';
import type { z } from 'zod';

/** What a service of core says, in the words of a bridge. */
const bridgeCodes: Partial<Record<DomainErrorCode, BridgeErrorCode>> = {
  ADDRESS_REFUSED: 'http/address-refused',
  CONNECTION_DISABLED: 'ai/model-not-found',
  CONVERSATION_BUSY: 'conversations/busy',
  MODEL_NOT_FOUND: 'ai/model-not-found',
  NO_MODEL: 'ai/no-model',
  NOT_FOUND: 'conversations/not-found',
};

/**
 * The error as the plugin gets it, with a code of its own.
 * @returns null for what nobody foresaw: it may name files and addresses of the host.
 */
export function knownBridgeError(error: unknown): Error | null {
  if (isPluginError(error)) return error;
  if (!(error instanceof DomainError)) return null;
  const code = bridgeCodes[error.code];
  const { message, retryAfterMs } = error;
  const options = { cause: error, ...(retryAfterMs === null ? {} : { retryAfterMs }) };
  if (code !== undefined) return new BridgeError(code, message, options);
  return error.code === 'VALIDATION_FAILED'
    ? invalidParams(message, [])
    : rpcError(error.code, message);
}

/** @param issues - Zod's. */
export const invalidParams = (message: string, issues: readonly z.core.$ZodIssue[]): RpcError =>
  refusedWithIssues('bridge/invalid-params', message, issues);

export const refusedWithIssues = (
  code: BridgeErrorCode,
  message: string,
  issues: readonly unknown[],
): RpcError =>
  new RpcError({ code, message, details: null, retryAfterMs: null, issues: [...issues] });

export const internalError = (): RpcError =>
  rpcError(rpcCodes.internal, 'The host failed to do this. Its log says why.');

export const notGranted = (permission: string, what: string): BridgeError =>
  new BridgeError(
    'permission/not-granted',
    `This plugin may not ${what}. Allow it in the plugin's permissions.`,
    { details: { permission } },
  );
