import { providerModelSchema } from '@braindrive/plugin-sdk';
import { z } from 'zod';
import { errorReportSchema } from './error-code.ts';
import { idSchema } from './id.ts';

/** A provider as the connection form needs it. `settingsSchema` is JSON Schema; a property with `secret: true` is write-only. */
export const providerDescriptionSchema = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string(),
  icon: z.enum(['cpu', 'server', 'cloud']),
  isBuiltIn: z.boolean(),
  settingsSchema: z.record(z.string(), z.unknown()),
  presets: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      keyUrl: z.string().nullable(),
      settings: z.record(z.string(), z.unknown()),
    }),
  ),
});
export type ProviderDescription = z.infer<typeof providerDescriptionSchema>;

export const connectionSchema = z.object({
  id: idSchema,
  providerId: z.string(),
  name: z.string(),
  /** Shared connections are made by admins and offered to everybody; others belong to one person. */
  isShared: z.boolean(),
  /** True when the caller may change it. */
  canEdit: z.boolean(),
  isEnabled: z.boolean(),
  isBuiltIn: z.boolean(),
  /** Settings without secrets. */
  settings: z.record(z.string(), z.unknown()),
  /** For each secret setting: when it was set, or null. */
  secrets: z.record(z.string(), z.date().nullable()),
  /** Host name that prompts go to, or null when they stay on this machine. */
  destination: z.string().nullable(),
  createdAt: z.date(),
});
export type Connection = z.infer<typeof connectionSchema>;

export const connectionNameSchema = z.string().trim().min(1, 'Enter a name.').max(80);
export const createConnectionInputSchema = z.object({
  providerId: z.string().max(80),
  name: connectionNameSchema,
  settings: z.record(z.string(), z.unknown()),
  isShared: z.boolean().default(false),
});
export type CreateConnectionInput = z.infer<typeof createConnectionInputSchema>;

export const updateConnectionInputSchema = z.object({
  connectionId: idSchema,
  name: connectionNameSchema.optional(),
  isEnabled: z.boolean().optional(),
  isShared: z.boolean().optional(),
  /** Replaces the settings; a secret that is left out keeps its value, null removes it. */
  settings: z.record(z.string(), z.unknown()).optional(),
});
export type UpdateConnectionInput = z.infer<typeof updateConnectionInputSchema>;

export const testConnectionInputSchema = z.object({
  providerId: z.string().max(80),
  settings: z.record(z.string(), z.unknown()),
  /** Takes secrets that `settings` leaves out from this connection. */
  connectionId: idSchema.optional(),
});
export type TestConnectionInput = z.infer<typeof testConnectionInputSchema>;

export const connectionTestSchema = z.discriminatedUnion('isOk', [
  z.object({
    isOk: z.literal(true),
    latencyMs: z.number(),
    modelCount: z.int(),
    serverVersion: z.string().nullable(),
  }),
  z.object({ isOk: z.literal(false), error: errorReportSchema }),
]);
export type ConnectionTest = z.infer<typeof connectionTestSchema>;

/** A model that can be chosen: which connection, which model. */
export const modelRefSchema = z.object({
  connectionId: idSchema,
  modelId: z.string().min(1).max(400),
});
export type ModelRef = z.infer<typeof modelRefSchema>;

/** The models of one connection as last heard. A dead server keeps its last list and says so in `error`. */
export const connectionModelsSchema = z.object({
  connectionId: idSchema,
  connectionName: z.string(),
  providerId: z.string(),
  destination: z.string().nullable(),
  hasLibrary: z.boolean(),
  /** `loading`: never heard from yet. `ready`: list is current. `failed`: list (if any) is old. */
  state: z.enum(['loading', 'ready', 'failed']),
  error: errorReportSchema.nullable(),
  refreshedAt: z.date().nullable(),
  models: z.array(providerModelSchema),
});
export type ConnectionModels = z.infer<typeof connectionModelsSchema>;
