import { z } from 'zod';

/** Words that mean something else where a slug stands: in a client, a path or the router. */
export const reservedSlugs = [
  'apply',
  'available',
  'braindrive',
  'call',
  'constructor',
  'core',
  'host',
  'install',
  'plugin',
  'plugins',
  'prototype',
  'then',
  'updates',
] as const;

/** Name of a plugin in addresses and in its procedures' paths: `chat-with-docs`. */
export const slugSchema = z
  .string()
  .min(2)
  .max(40)
  .regex(
    /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/,
    'Use lower-case words joined by single hyphens, such as chat-with-docs.',
  )
  .refine((slug) => !reservedSlugs.some((reserved) => reserved === slug), 'This word is reserved.');

/** A semantic version without build metadata: `1.4.2`, `2.0.0-beta.1`. */
export const versionSchema = z
  .string()
  .max(64)
  .regex(
    /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?$/,
    'Use a semantic version such as 1.4.2.',
  );
