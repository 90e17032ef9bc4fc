import { DomainError } from '@braindrive/core';
import { isPluginError } from '@braindrive/plugin-sdk';

/** A plugin's own work failed. `version` of `name` could not do `what`. */
export class PluginWorkError extends DomainError {
  constructor(what: string, cause: unknown) {
    super('PLUGIN_FAILED', `${what}: ${reasonOf(cause)}`, { cause });
  }
}

const longestReason = 300;

/** What a person may read of an error: its own words when it was thrown on purpose. */
export function reasonOf(cause: unknown): string {
  if (cause instanceof DomainError || isPluginError(cause) || cause instanceof Error) {
    const text = cause.message.trim();
    return text.length > longestReason ? `${text.slice(0, longestReason)}…` : text;
  }
  return 'the reason is not known';
}
