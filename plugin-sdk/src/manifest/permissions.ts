import { z } from 'zod';

/** Why the plugin wants it, in the author's words. The consent screen shows it as the plugin's claim. */
const reason = z.string().trim().min(1).max(200).optional();

/** A host name, `*.example.com` for all below it, or `*` for any public address. */
export const hostPatternSchema = z
  .string()
  .max(253)
  .regex(
    /^(\*|(\*\.)?[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*(:\d{1,5})?)$/,
    'Name a host such as api.example.com, *.example.com, or * for any public address.',
  );

/**
 * What a plugin may ask for. A missing key was not asked for, and then the service is not there: neither in the types
 * of the author nor at run time.
 */
export const permissionsSchema = z.strictObject({
  storage: z
    .strictObject({ quotaMB: z.int().min(1).max(10_240), reason })
    .optional()
    .describe('Keep data of its own: key-value, collections and files together.'),
  http: z
    .strictObject({ hosts: z.array(hostPatternSchema).min(1).max(50), reason })
    .optional()
    .describe(
      'Ask servers on the internet, through the host. Private addresses only when named by their literal address.',
    ),
  ai: z
    .strictObject({ tokensPerDay: z.int().min(1_000).max(100_000_000), reason })
    .optional()
    .describe("Use the person's models."),
  conversations: z
    .strictObject({ access: z.enum(['read', 'write']), reason })
    .optional()
    .describe("Read, or also write, the person's conversations."),
  secrets: z
    .strictObject({ reason })
    .optional()
    .describe('Read the secrets that the person entered in its settings.'),
  events: z
    .strictObject({
      hears: z.array(z.string().max(100)).max(50).default([]),
      shares: z.array(z.string().max(60)).max(50).default([]),
      reason,
    })
    .optional()
    .describe('Hear events of other plugins, by `slug.event`, or let others hear its own.'),
  schedule: z.strictObject({ reason }).optional().describe('Work while nobody is looking.'),
  notify: z.strictObject({ reason }).optional().describe('Show notifications.'),
  native: z
    .strictObject({ reason })
    .optional()
    .describe('Native code, child processes and files of the host. Only the owner can allow it.'),
});
export type Permissions = z.infer<typeof permissionsSchema>;
/** As an author writes them. */
export type PermissionsInput = z.input<typeof permissionsSchema>;
export type PermissionName = keyof Permissions;
export const permissionNames = Object.keys(permissionsSchema.shape) as PermissionName[];
