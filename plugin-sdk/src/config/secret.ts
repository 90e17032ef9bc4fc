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

/** Names of the properties that were made with {@link secret}. */
export function secretNames(schema: z.ZodObject): string[] {
  const { properties = {} } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return Object.entries(properties)
    .filter(([, property]) => typeof property === 'object' && property.secret === true)
    .map(([name]) => name);
}
