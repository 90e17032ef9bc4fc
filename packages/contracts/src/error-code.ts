import { providerErrorCodes } from '@braindrive/plugin-sdk';
import { z } from 'zod';

/** Every way in which a service says no. Clients switch on `data.domainCode`, never on the text. */
export const domainErrorCodes = [
  'VALIDATION_FAILED',
  'NOT_AUTHENTICATED',
  'NOT_PERMITTED',
  'NOT_FOUND',
  'CONFLICT',
  'RATE_LIMITED',
  'INTERNAL',
  // Accounts
  'EMAIL_TAKEN',
  'INVALID_CREDENTIALS',
  'ACCOUNT_LOCKED',
  'REGISTRATION_CLOSED',
  'INVITATION_INVALID',
  'TOKEN_INVALID',
  'TOKEN_REUSED',
  'LAST_OWNER',
  'ACCOUNT_NOT_READY',
  'ORIGIN_REFUSED',
  // Connections and models
  'CONNECTION_DISABLED',
  'CONNECTION_FAILED',
  'MODEL_NOT_FOUND',
  'NO_MODEL',
  'ADDRESS_REFUSED',
  // Chat
  'MESSAGE_TOO_LONG',
  'PROMPT_TOO_LONG',
  'TOO_MANY_RUNS',
  'RUN_TOO_LONG',
  'RUN_NOT_FOUND',
  'CONVERSATION_BUSY',
  'NOTHING_TO_CONTINUE',
  // Plugins: their archives and where they come from
  'PLUGIN_ARCHIVE_REFUSED',
  'PLUGIN_INCOMPATIBLE',
  'PLUGIN_SOURCE_FAILED',
  'PLUGIN_DIGEST_MISMATCH',
  'PLUGIN_SIGNATURE_INVALID',
  // Plugins: calls into them
  'PLUGIN_DISABLED',
  'PLUGIN_NOT_RUNNING',
  'PLUGIN_START_FAILED',
  'PLUGIN_QUARANTINED',
  'PLUGIN_TIMEOUT',
  'PLUGIN_BUSY',
  'PLUGIN_FAILED',
] as const;

export const domainErrorCodeSchema = z.enum(domainErrorCodes);
export type DomainErrorCode = z.infer<typeof domainErrorCodeSchema>;

/**
 * What a plugin said when it refused a call (`PLUGIN_FAILED`), in its own terms: its author's front-end and tools switch
 * on `code`.
 */
export const pluginFailureSchema = z.object({
  /** `<scope>/<what>`, or a tRPC code that the plugin threw. */
  code: z.string(),
  details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  /** Zod issues of an input that does not fit, or null. */
  issues: z.array(z.unknown()).nullable(),
});
export type PluginFailure = z.infer<typeof pluginFailureSchema>;

/** An error as a client gets it inside `data` of a tRPC error, and as `error` inside streams and rows. */
export const errorReportSchema = z.object({
  code: z.union([domainErrorCodeSchema, z.enum(providerErrorCodes)]),
  /** What happened, then the way out. */
  message: z.string(),
  retryAfterMs: z.number().nullable(),
  requestId: z.string().nullable(),
});
export type ErrorReport = z.infer<typeof errorReportSchema>;
