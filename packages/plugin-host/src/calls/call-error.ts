import type { DomainErrorCode, PluginFailure } from '@braindrive/contracts';
import { DomainError, type DomainErrorOptions } from '@braindrive/core';
import { isPluginError } from '@braindrive/plugin-sdk';
import { RpcError, rpcCodes } from '@braindrive/plugin-sdk/protocol';

/** A plugin refused a call, in its own terms. */
export class PluginCallError extends DomainError {
  readonly failure: PluginFailure;

  constructor(message: string, failure: PluginFailure, options: DomainErrorOptions = {}) {
    super('PLUGIN_FAILED', message, options);
    this.failure = failure;
  }
}

/** True when the process did not take the request at all: it was leaving or gone, so another may be asked. */
export const wasNotAccepted = (error: unknown): boolean =>
  isPluginError(error) && error.code === rpcCodes.closed && error.details.isAccepted === false;

/** True when the process went while it worked. */
export const isProcessGone = (error: unknown): boolean =>
  isPluginError(error) && error.code === rpcCodes.closed;

const borderErrors: Readonly<Record<string, readonly [DomainErrorCode, (name: string) => string]>> =
  {
    [rpcCodes.closed]: [
      'PLUGIN_NOT_RUNNING',
      (name) => `${name} stopped before it answered. Try again.`,
    ],
    [rpcCodes.timeout]: [
      'PLUGIN_TIMEOUT',
      (name) => `${name} did not answer in time. Try again, or look at its log.`,
    ],
    [rpcCodes.busy]: [
      'PLUGIN_BUSY',
      (name) => `${name} has too much to do. Try again in a moment.`,
    ],
  };

/**
 * What the caller of a plugin gets for an error of its process. Words that the plugin chose pass through; what it did
 * not foresee stays in its log.
 * @param name - What people call the plugin.
 */
export function callErrorOf(error: unknown, name: string): unknown {
  if (error instanceof DomainError || !isPluginError(error)) return error;
  const known = borderErrors[error.code];
  const options = {
    cause: error,
    ...(error.retryAfterMs === null ? {} : { retryAfterMs: error.retryAfterMs }),
  };
  if (known !== undefined) return new DomainError(known[0], known[1](name), options);
  const issues = error instanceof RpcError ? error.issues : null;
  const message =
    error.code === rpcCodes.internal
      ? `${name} failed. Its log in the plugin manager says why.`
      : error.message;
  const failure = { code: error.code, details: error.details, issues: issues && [...issues] };
  const fieldErrors = fieldErrorsOf(issues);
  return new PluginCallError(message, failure, {
    ...options,
    ...(fieldErrors === null ? {} : { fieldErrors }),
  });
}

/** For each field of the input: what is wrong with it. */
function fieldErrorsOf(issues: readonly unknown[] | null): Record<string, string[]> | null {
  if (issues === null) return null;
  const errors: Record<string, string[]> = {};
  for (const issue of issues) {
    if (typeof issue !== 'object' || issue === null || !('message' in issue)) continue;
    const path = 'path' in issue && Array.isArray(issue.path) ? issue.path : [];
    const name = String(path[0] ?? 'input');
    errors[name] = [...(errors[name] ?? []), String(issue.message)];
  }
  return errors;
}
