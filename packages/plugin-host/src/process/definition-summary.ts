import type { PluginDefinitionSummary } from '@braindrive/plugin-sdk/protocol';
import { z } from 'zod';

const nameSchema = z.string().min(1).max(100);
const jsonSchema = z.record(z.string(), z.unknown()).nullable();

const procedureSchema = z.object({
  path: z
    .string()
    .max(200)
    .regex(/^[A-Za-z_$][\w$]*(\.[A-Za-z_$][\w$]*)*$/u),
  type: z.enum(['query', 'mutation', 'subscription']),
  input: jsonSchema,
  output: jsonSchema,
  tool: z
    .object({ title: z.string().max(200), sideEffects: z.enum(['none', 'writes']) })
    .nullable(),
  isProbe: z.boolean(),
});

/** What a started plugin says of itself; it comes from the plugin's code, so nothing of it is believed unseen. */
export const definitionSummarySchema = z.object({
  protocol: z.int(),
  procedures: z.array(procedureSchema).max(1_000),
  dataVersion: z.int().min(1),
  tools: z.array(nameSchema).max(200),
  jobs: z.array(nameSchema).max(200),
  providers: z.array(nameSchema).max(50),
  hooks: z.array(
    z.enum(['install', 'enable', 'disable', 'upgrade', 'check', 'repair', 'uninstall']),
  ),
}) satisfies z.ZodType<PluginDefinitionSummary>;
