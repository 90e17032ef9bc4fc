import { z } from 'zod';

/** Told apart from other texts by the type alone; there is no such property at run time. */
declare const secretMark: unique symbol;
export interface SecretMark {
  readonly [secretMark]: true;
}

/**
 * A setting that is encrypted at rest, never sent to a browser and never logged.
 * The form shows when it was set and lets a person replace it.
 */
export const secret = (): z.ZodString & SecretMark =>
  z.string().max(4_000).meta({ secret: true }) as z.ZodString & SecretMark;

/** True for `secret()`, also when it is optional or has a default. */
export type IsSecret<Schema> = Schema extends SecretMark
  ? true
  : Schema extends z.ZodOptional<infer Inner>
    ? IsSecret<Inner>
    : Schema extends z.ZodDefault<infer Inner>
      ? IsSecret<Inner>
      : Schema extends z.ZodNullable<infer Inner>
        ? IsSecret<Inner>
        : false;

/** `secret()` may stand inside `optional`, `nullable` or `default`. */
function isSecretSchema(schema: z.core.$ZodType): boolean {
  const { innerType } = schema._zod.def as { readonly innerType?: z.core.$ZodType };
  if (z.globalRegistry.get(schema)?.secret === true) return true;
  return innerType !== undefined && isSecretSchema(innerType);
}

/** Names of the properties that were made with {@link secret}. */
export const secretNames = (schema: z.ZodObject): string[] =>
  Object.entries(schema.shape)
    .filter(([, property]) => isSecretSchema(property))
    .map(([name]) => name);
