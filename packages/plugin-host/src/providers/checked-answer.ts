import { ProviderError } from '@braindrive/plugin-sdk';
import type { z } from 'zod';

/** @throws {ProviderError} `provider/invalid-response` when a plugin's answer does not fit. */
export function checked<Schema extends z.ZodType>(schema: Schema, value: unknown): z.infer<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new ProviderError(
    'provider/invalid-response',
    `The plugin gave an answer that does not fit (${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}).`,
    { cause: parsed.error },
  );
}
