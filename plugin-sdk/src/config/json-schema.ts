import { z } from 'zod';
import type { JsonSchema } from '../manifest/contributions.ts';

/** JSON Schema of what a person or a caller writes; what JSON Schema cannot say is left open. */
export const toJsonSchema = (schema: z.ZodType): JsonSchema =>
  z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
