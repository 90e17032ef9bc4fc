import { z } from 'zod';
import { modelCapabilitiesSchema } from './model.ts';

/** A model that a library can fetch. Sizes in bytes. */
export const catalogueModelSchema = z.object({
  /** Stable id inside the library, for instance `qwen3-4b-q4-k-m` or `llama3.2:3b`. */
  id: z.string().min(1).max(400),
  name: z.string().max(200),
  /** Who made it, for instance `Qwen`. */
  family: z.string().max(100),
  /** One line on what it is good for. */
  purpose: z.string().max(300),
  parameterCount: z.number().positive(),
  sizeBytes: z.int().positive(),
  /** Memory that it needs with a context of 4,096 tokens. */
  memoryBytes: z.int().positive(),
  contextTokens: z.int().positive(),
  licence: z.string().max(100),
  capabilities: modelCapabilitiesSchema,
  /** Where the facts and the file come from. */
  sourceUrl: z.string().nullable(),
  /** SHA-256 of the file in hex, or null when the hub's own header is checked. */
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .nullable(),
  isStarter: z.boolean(),
  /** `fits`: runs well here. `tight`: runs, little memory is left. `too-large`: does not run here. */
  fit: z.enum(['fits', 'tight', 'too-large']),
  isRecommended: z.boolean(),
  isInstalled: z.boolean(),
});
export type CatalogueModel = z.infer<typeof catalogueModelSchema>;

export const pullStateSchema = z.enum([
  'queued',
  'running',
  'paused',
  'verifying',
  'done',
  'failed',
  'cancelled',
]);
/** One fetch of a model; it survives a restart of the host. */
export const modelPullSchema = z.object({
  id: z.string().min(1).max(400),
  name: z.string().max(300),
  state: pullStateSchema,
  receivedBytes: z.int().nonnegative(),
  /** Null until the server said how large it is. */
  totalBytes: z.int().nonnegative().nullable(),
  /** Null until there is a figure worth showing. */
  bytesPerSecond: z.number().nonnegative().nullable(),
  /** Host name of the source in use, or null. */
  source: z.string().nullable(),
  error: z.object({ code: z.string(), message: z.string() }).nullable(),
});
export type ModelPull = z.infer<typeof modelPullSchema>;

/** What this machine has, for "fits this machine". */
export const machineFactsSchema = z.object({
  /** Cores that this process may use (containers too). */
  cores: z.int().positive(),
  /** Memory that this process may use, and how much of it is free now. */
  memoryBytes: z.int().positive(),
  freeMemoryBytes: z.int().nonnegative(),
  /** Room on the disk of the data folder. */
  freeDiskBytes: z.int().nonnegative(),
});
export type MachineFacts = z.infer<typeof machineFactsSchema>;
