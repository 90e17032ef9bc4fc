import { z } from 'zod';
import { contributionsSchema, jsonSchemaSchema } from './contributions.ts';
import { permissionsSchema } from './permissions.ts';
import { protocolVersion } from './protocol-version.ts';
import { slugSchema, versionSchema } from './slug.ts';

/** `sha256-` and the digest in base64. */
export const fileDigestSchema = z.string().regex(/^sha256-[A-Za-z0-9+/]{43}=$/);

/** A path inside the archive: forward slashes, relative, no `.` or `..`, nothing hidden, no control characters. */
export const archivePathSchema = z
  .string()
  .min(1)
  .max(240)
  .regex(/^[A-Za-z0-9_@+,=~-][A-Za-z0-9_.@+,=~-]*(\/[A-Za-z0-9_@+,=~-][A-Za-z0-9_.@+,=~-]*)*$/);

export const pluginCategories = [
  'chat',
  'models',
  'blocks',
  'documents',
  'automation',
  'appearance',
  'other',
] as const;
export const pluginCategorySchema = z.enum(pluginCategories);
export type PluginCategory = z.infer<typeof pluginCategorySchema>;

export const signatureSchema = z.strictObject({
  algorithm: z.literal('ed25519'),
  publicKey: z
    .string()
    .regex(/^[A-Za-z0-9+/]{43}=$/)
    .describe('Raw public key, 32 bytes in base64.'),
  value: z
    .string()
    .regex(/^[A-Za-z0-9+/]{86}==$/)
    .describe(
      'Signature over the canonical JSON of the manifest without this field, 64 bytes in base64.',
    ),
});

/** `plugin.json`, manifest version 1. `braindrive-plugin pack` writes it from `plugin.config.ts`. */
export const manifestSchema = z.strictObject({
  $schema: z.string().optional().describe('Address of the schema, for editors.'),
  manifestVersion: z.literal(1).describe('Version of this format.'),
  slug: slugSchema.describe('Name in addresses and paths: lower-case words joined by hyphens.'),
  version: versionSchema.describe('Semantic version; a new one for each release.'),
  name: z.string().trim().min(1).max(60).describe('What people read.'),
  description: z
    .string()
    .trim()
    .max(280)
    .default('')
    .describe('One or two sentences for the plugin manager.'),
  author: z.strictObject({
    name: z.string().trim().min(1).max(100),
    url: z.url({ protocol: /^https?$/ }).optional(),
  }),
  license: z.string().max(60).default('UNLICENSED').describe('SPDX identifier.'),
  homepage: z.url({ protocol: /^https?$/ }).optional(),
  icon: z
    .string()
    .max(60)
    .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)
    .default('puzzle'),
  category: pluginCategorySchema.default('other'),
  tags: z.array(z.string().trim().min(1).max(30)).max(10).default([]),
  engines: z.strictObject({
    host: z.string().max(100).describe('Semver range of BrainDrive versions: `^1.2.0`.'),
    protocol: z.literal(protocolVersion),
  }),
  shared: z
    .record(z.string().max(100), z.string().max(100))
    .default({})
    .describe('For each library that the host provides: the range its front-end was built for.'),
  server: z
    .strictObject({
      entry: z.literal('server/index.mjs'),
      memoryMB: z.int().min(16).max(1_024).default(64),
      idleStopS: z
        .int()
        .min(5)
        .max(3_600)
        .default(300)
        .describe('Seconds without a call after which the process is stopped.'),
      environment: z
        .array(
          z
            .string()
            .max(60)
            .regex(/^[A-Z][A-Z0-9_]*$/),
        )
        .max(20)
        .default([])
        .describe(
          "Variables of the host's environment that it is given. With the permission `native` only.",
        ),
    })
    .optional(),
  ui: z
    .strictObject({
      entry: z.literal('ui/remoteEntry.js'),
      mode: z
        .enum(['realm', 'frame'])
        .default('realm')
        .describe('`realm`: in the page, as the person. `frame`: in a closed frame.'),
      preload: z
        .array(archivePathSchema)
        .max(12)
        .default([])
        .describe(
          'Files that it loads at once. A page that shows it fetches them beside its own. `pack` writes them.',
        ),
    })
    .optional(),
  contributes: contributionsSchema.prefault({}),
  permissions: permissionsSchema.default({}),
  settings: jsonSchemaSchema
    .optional()
    .describe("Schema of the plugin's settings; a property with `secret: true` is write-only."),
  dataVersion: z
    .int()
    .min(1)
    .default(1)
    .describe('Version of its stored data; grows with its migrations.'),
  canDowngradeTo: z
    .array(z.int().min(1))
    .default([])
    .describe('Data versions that its migrations can go back to, newest first.'),
  files: z
    .record(archivePathSchema, fileDigestSchema)
    .describe('Every file of the archive but this one, with its digest.'),
  signature: signatureSchema.optional(),
});
export type Manifest = z.infer<typeof manifestSchema>;
export type ManifestInput = z.input<typeof manifestSchema>;
