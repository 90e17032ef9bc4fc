import { pluginDigestSchema } from '@braindrive/contracts';
import {
  permissionNames,
  pluginCategorySchema,
  signatureSchema,
  slugSchema,
  versionSchema,
} from '@braindrive/plugin-sdk';
import { z } from 'zod';

/** One version as an index offers it. */
export const registryVersionSchema = z.object({
  version: versionSchema,
  /** Address of the archive, absolute or relative to the index; `bundled:<slug>` for one that comes with the host. */
  url: z.string().min(1).max(2_000),
  /** Digest of the plugin: SHA-256 over the canonical form of its `plugin.json`, in hex. */
  digest: pluginDigestSchema,
  /** Of the archive. */
  sizeBytes: z.int().nonnegative(),
  publishedAt: z.iso.datetime(),
  /** Release notes as Markdown. */
  notes: z.string().max(20_000).nullable(),
  engines: z.object({ host: z.string().max(100), protocol: z.int() }),
  /** Names only; the manifest has the limits and reasons. A later host may know more of them. */
  permissions: z.array(z.string().max(60)).max(50),
  /** Hosts it asks for, so that it can be said before installing whether it stays on this machine. */
  hosts: z.array(z.string().max(260)).max(50),
  /** Raw ed25519 key that signed the plugin, in base64, or null. */
  signatureKey: z.string().max(64).nullable(),
  /** "2 blocks, 1 chat tool". */
  contributes: z.string().max(300),
});
export type RegistryVersion = z.infer<typeof registryVersionSchema>;

export const registryPluginSchema = z.object({
  slug: slugSchema,
  name: z.string().trim().min(1).max(60),
  description: z.string().max(280),
  author: z.object({ name: z.string().min(1).max(100), url: z.url().optional() }),
  /** One that this host does not know counts as `other`. */
  category: pluginCategorySchema.catch('other'),
  tags: z.array(z.string().max(30)).max(10),
  icon: z.string().max(60),
  /** Newest first. */
  versions: z.array(registryVersionSchema).min(1).max(200),
});
export type RegistryPlugin = z.infer<typeof registryPluginSchema>;

export const revocationSchema = z.object({
  digest: pluginDigestSchema,
  slug: slugSchema,
  version: versionSchema,
  reason: z.string().max(500),
});
export type Revocation = z.infer<typeof revocationSchema>;

/** `index.json` of a registry, format 1: one static file, signed, with everything that is needed to browse it. */
export const registryIndexSchema = z.object({
  $schema: z.string().optional(),
  formatVersion: z.literal(1),
  name: z.string().trim().min(1).max(80),
  generatedAt: z.iso.datetime(),
  plugins: z.array(registryPluginSchema).max(10_000),
  /** Versions that are not to be installed any more, with the reason that people read. */
  revoked: z.array(revocationSchema).max(10_000),
  signature: signatureSchema.optional(),
});
export type RegistryIndex = z.infer<typeof registryIndexSchema>;

/** The published JSON Schema of the index. */
export const registryIndexJsonSchema = (): object =>
  z.toJSONSchema(registryIndexSchema, { io: 'input' });

/** True when nothing in its permissions reaches another machine. */
export const runsOffline = (version: Pick<RegistryVersion, 'permissions'>): boolean =>
  !version.permissions.some((name) => name === 'http' || name === 'native') &&
  version.permissions.every((name) => permissionNames.some((known) => known === name));
