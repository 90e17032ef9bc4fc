import { z } from 'zod';
import { contributionsSchema, jsonSchemaSchema } from './contributions.ts';
import { permissionsSchema } from './permissions.ts';
import { slugSchema, versionSchema } from './slug.ts';

/** The wire protocol between host and plugin process that this SDK speaks. */
export const protocolVersion = 1;

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
  /** Raw public key, 32 bytes in base64. */
  publicKey: z.string().regex(/^[A-Za-z0-9+/]{43}=$/),
  /** Signature over the canonical JSON of the manifest without this field, 64 bytes in base64. */
  value: z.string().regex(/^[A-Za-z0-9+/]{86}==$/),
});

/** `plugin.json`, manifest version 1. `braindrive-plugin pack` writes it from `plugin.config.ts`. */
export const manifestSchema = z.strictObject({
  $schema: z.string().optional(),
  manifestVersion: z.literal(1),
  slug: slugSchema,
  version: versionSchema,
  name: z.string().trim().min(1).max(60),
  description: z.string().trim().max(280).default(''),
  author: z.strictObject({
    name: z.string().trim().min(1).max(100),
    url: z.url({ protocol: /^https?$/ }).optional(),
  }),
  license: z.string().max(60).default('UNLICENSED'),
  homepage: z.url({ protocol: /^https?$/ }).optional(),
  icon: z
    .string()
    .max(60)
    .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)
    .default('puzzle'),
  category: pluginCategorySchema.default('other'),
  tags: z.array(z.string().trim().min(1).max(30)).max(10).default([]),
  engines: z.strictObject({
    /** Semver range of BrainDrive versions: `^1.2.0`. */
    host: z.string().max(100),
    protocol: z.literal(protocolVersion),
  }),
  /** For each library that the host provides: the range its front-end was built for. */
  shared: z.record(z.string().max(100), z.string().max(100)).default({}),
  server: z
    .strictObject({
      entry: z.literal('server/index.mjs'),
      memoryMB: z.int().min(16).max(1_024).default(64),
      /** Seconds without a call after which the process is stopped. */
      idleStopS: z.int().min(5).max(3_600).default(300),
      /** Variables of the host's environment that it is given. With the permission `native` only. */
      environment: z
        .array(
          z
            .string()
            .max(60)
            .regex(/^[A-Z][A-Z0-9_]*$/),
        )
        .max(20)
        .default([]),
    })
    .optional(),
  ui: z
    .strictObject({
      entry: z.literal('ui/remoteEntry.js'),
      /** `realm`: in the page, as the person. `frame`: in a closed frame. */
      mode: z.enum(['realm', 'frame']).default('realm'),
    })
    .optional(),
  contributes: contributionsSchema.prefault({}),
  permissions: permissionsSchema.default({}),
  /** Schema of the plugin's settings; a property with `secret: true` is write-only. */
  settings: jsonSchemaSchema.optional(),
  /** Version of its stored data; grows with its migrations. */
  dataVersion: z.int().min(1).default(1),
  /** Data versions that its migrations can go back to, newest first. */
  canDowngradeTo: z.array(z.int().min(1)).default([]),
  /** Every file of the archive but this one, with its digest. */
  files: z.record(archivePathSchema, fileDigestSchema),
  signature: signatureSchema.optional(),
});
export type Manifest = z.infer<typeof manifestSchema>;
export type ManifestInput = z.input<typeof manifestSchema>;
