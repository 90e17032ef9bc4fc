import type { DomainErrorCode, ErrorReport } from '@braindrive/contracts';
import { DomainError } from '@braindrive/core';
import { PluginCallError } from '@braindrive/plugin-host';
import { isPluginError, type ProviderErrorCode, providerErrorCodes } from '@braindrive/plugin-sdk';
import type { TRPC_ERROR_CODE_KEY } from '@trpc/server/rpc';

/** The one map from what services say to what the transport says. A new code without a line is a type error. */
const transportCodes = {
  VALIDATION_FAILED: 'BAD_REQUEST',
  NOT_AUTHENTICATED: 'UNAUTHORIZED',
  NOT_PERMITTED: 'FORBIDDEN',
  NOT_FOUND: 'NOT_FOUND',
  CONFLICT: 'CONFLICT',
  RATE_LIMITED: 'TOO_MANY_REQUESTS',
  INTERNAL: 'INTERNAL_SERVER_ERROR',
  EMAIL_TAKEN: 'CONFLICT',
  INVALID_CREDENTIALS: 'UNAUTHORIZED',
  ACCOUNT_LOCKED: 'TOO_MANY_REQUESTS',
  REGISTRATION_CLOSED: 'FORBIDDEN',
  INVITATION_INVALID: 'FORBIDDEN',
  TOKEN_INVALID: 'UNAUTHORIZED',
  TOKEN_REUSED: 'UNAUTHORIZED',
  LAST_OWNER: 'CONFLICT',
  ACCOUNT_NOT_READY: 'SERVICE_UNAVAILABLE',
  ORIGIN_REFUSED: 'FORBIDDEN',
  CONNECTION_DISABLED: 'PRECONDITION_FAILED',
  CONNECTION_FAILED: 'BAD_GATEWAY',
  MODEL_NOT_FOUND: 'NOT_FOUND',
  NO_MODEL: 'PRECONDITION_FAILED',
  ADDRESS_REFUSED: 'FORBIDDEN',
  MESSAGE_TOO_LONG: 'PAYLOAD_TOO_LARGE',
  PROMPT_TOO_LONG: 'PAYLOAD_TOO_LARGE',
  TOO_MANY_RUNS: 'TOO_MANY_REQUESTS',
  RUN_TOO_LONG: 'TIMEOUT',
  RUN_NOT_FOUND: 'NOT_FOUND',
  CONVERSATION_BUSY: 'CONFLICT',
  NOTHING_TO_CONTINUE: 'PRECONDITION_FAILED',
  PLUGIN_ARCHIVE_REFUSED: 'UNPROCESSABLE_CONTENT',
  PLUGIN_INCOMPATIBLE: 'PRECONDITION_FAILED',
  PLUGIN_SOURCE_FAILED: 'BAD_GATEWAY',
  PLUGIN_DIGEST_MISMATCH: 'UNPROCESSABLE_CONTENT',
  PLUGIN_SIGNATURE_INVALID: 'UNPROCESSABLE_CONTENT',
  PLUGIN_DISABLED: 'PRECONDITION_FAILED',
  PLUGIN_NOT_RUNNING: 'SERVICE_UNAVAILABLE',
  PLUGIN_START_FAILED: 'SERVICE_UNAVAILABLE',
  PLUGIN_QUARANTINED: 'SERVICE_UNAVAILABLE',
  PLUGIN_TIMEOUT: 'GATEWAY_TIMEOUT',
  PLUGIN_BUSY: 'TOO_MANY_REQUESTS',
  PLUGIN_FAILED: 'UNPROCESSABLE_CONTENT',
} as const satisfies Record<DomainErrorCode, TRPC_ERROR_CODE_KEY>;

const isProviderCode = (code: string): code is ProviderErrorCode =>
  providerErrorCodes.some((known) => known === code);

const transportCodeNames = new Set<string>(Object.values(transportCodes));

/** Codes of bridges that a plugin did not catch; what it throws itself is a refusal in its own words. */
const pluginFailureCodes: Readonly<Record<string, TRPC_ERROR_CODE_KEY>> = {
  INTERNAL: 'INTERNAL_SERVER_ERROR',
  'permission/not-granted': 'FORBIDDEN',
  'storage/not-found': 'NOT_FOUND',
  'conversations/not-found': 'NOT_FOUND',
  'storage/conflict': 'CONFLICT',
  'storage/quota-exceeded': 'PAYLOAD_TOO_LARGE',
  'storage/too-large': 'PAYLOAD_TOO_LARGE',
  'ai/budget-used-up': 'TOO_MANY_REQUESTS',
  'http/host-not-allowed': 'FORBIDDEN',
  'http/address-refused': 'FORBIDDEN',
  'http/unreachable': 'BAD_GATEWAY',
  'http/timeout': 'GATEWAY_TIMEOUT',
};

/** A plugin may throw the codes of the transport, as any procedure may. */
function pluginTransportCode({ failure }: PluginCallError): TRPC_ERROR_CODE_KEY {
  const known = pluginFailureCodes[failure.code];
  if (known !== undefined) return known;
  return transportCodeNames.has(failure.code)
    ? (failure.code as TRPC_ERROR_CODE_KEY)
    : transportCodes.PLUGIN_FAILED;
}

/** What a client may know of an error, or null when it is unexpected and only the log may know it. */
export function reportOf(error: unknown, requestId: string): ErrorReport | null {
  if (error instanceof DomainError) {
    return {
      code: error.code,
      message: error.message,
      retryAfterMs: error.retryAfterMs,
      requestId,
    };
  }
  if (isPluginError(error) && isProviderCode(error.code)) {
    return {
      code: error.code,
      message: error.message,
      retryAfterMs: error.retryAfterMs,
      requestId,
    };
  }
  return null;
}

/** The transport code of an expected error; provider errors are failures of a server behind this one. */
export const transportCodeOf = (error: unknown): TRPC_ERROR_CODE_KEY => {
  if (error instanceof PluginCallError) return pluginTransportCode(error);
  if (error instanceof DomainError) return transportCodes[error.code];
  return isPluginError(error) ? 'BAD_GATEWAY' : 'INTERNAL_SERVER_ERROR';
};
