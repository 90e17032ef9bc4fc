import {
  componentContributionSchema,
  contributionsSchema,
  pageContributionSchema,
  permissionsSchema,
  pluginCategorySchema,
  settingsPageContributionSchema,
  slugSchema,
  versionSchema,
} from '@braindrive/plugin-sdk';
import { z } from 'zod';
import { errorReportSchema } from './error-code.ts';
import { idSchema } from './id.ts';

/** SHA-256 of a plugin version, in hex. Its first twelve characters stand in addresses. */
export const pluginDigestSchema = z.string().regex(/^[0-9a-f]{64}$/);

/**
 * Where an installation came from, kept so that the update check knows where to ask. `github` is `owner/repository`,
 * optionally with the tag of one release.
 */
export const pluginSourceSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('bundled') }),
  z.object({
    kind: z.literal('github'),
    repository: z.string().regex(/^[\w.-]{1,100}\/[\w.-]{1,100}$/),
    tag: z.string().max(200).nullable(),
  }),
  z.object({ kind: z.literal('url'), url: z.url({ protocol: /^https?$/ }).max(2_000) }),
  z.object({ kind: z.literal('upload'), fileName: z.string().max(255) }),
  z.object({ kind: z.literal('folder'), path: z.string().max(4_000) }),
  z.object({
    kind: z.literal('registry'),
    registryId: z.string().max(80),
    version: versionSchema.nullable(),
  }),
]);
export type PluginSource = z.infer<typeof pluginSourceSchema>;

export const pluginSignatureSchema = z.discriminatedUnion('state', [
  z.object({ state: z.literal('unsigned') }),
  z.object({
    state: z.literal('signed'),
    publicKey: z.string(),
    /** What the caller's trust on first use says of the key. */
    trust: z.enum(['bundled', 'first-seen', 'same-key', 'key-changed']),
  }),
]);
export type PluginSignature = z.infer<typeof pluginSignatureSchema>;

export const pluginStateSchema = z.enum(['disabled', 'enabled', 'upgrading', 'uninstalled']);
export type PluginState = z.infer<typeof pluginStateSchema>;

/** What its process does. `none`: it has no server half. */
export const pluginRunStateSchema = z.enum([
  'none',
  'idle',
  'starting',
  'running',
  'degraded',
  'crashed',
  'quarantined',
]);
export type PluginRunState = z.infer<typeof pluginRunStateSchema>;

/** A component without its schemas, as the navigation and the loader need it. */
const componentNameSchema = componentContributionSchema.pick({
  name: true,
  title: true,
  icon: true,
  category: true,
  size: true,
});

/**
 * An installed plugin as every open page knows it. `baseUrl` ends with a slash and changes with each version; the
 * front-end is `${baseUrl}ui/remoteEntry.js`, in a frame `${baseUrl}frame.html`.
 */
export const installedPluginSchema = z.object({
  id: idSchema,
  slug: slugSchema,
  version: versionSchema,
  digest: pluginDigestSchema,
  name: z.string(),
  description: z.string(),
  authorName: z.string(),
  icon: z.string(),
  category: pluginCategorySchema,
  tags: z.array(z.string()),
  state: pluginStateSchema,
  runState: pluginRunStateSchema,
  /** Null when it has no front-end. */
  ui: z
    .object({
      mode: z.enum(['realm', 'frame']),
      baseUrl: z.string(),
      /** For each library that the host provides: the range it was built for. */
      shared: z.record(z.string(), z.string()),
      /** Files below `baseUrl` that it loads at once. */
      preload: z.array(z.string()),
    })
    .nullable(),
  isBundled: z.boolean(),
  /** The owner requires it: it cannot be disabled or uninstalled. */
  isRequired: z.boolean(),
  signature: pluginSignatureSchema,
  components: z.array(componentNameSchema),
  pages: z.array(pageContributionSchema),
  settingsPages: z.array(settingsPageContributionSchema),
  /** Component that is mounted on every page, or null. */
  background: z.string().nullable(),
  /** What the person granted and the owner allows. A front-end in a frame is held to it. */
  granted: permissionsSchema,
  /** What stands in the way of using it, or null. */
  problem: errorReportSchema.nullable(),
  /** An update that is known, or null. */
  update: z
    .object({ version: versionSchema, needsConsent: z.boolean(), isFailed: z.boolean() })
    .nullable(),
  installedAt: z.date(),
  updatedAt: z.date(),
  /** For an uninstalled one: until when it can be brought back with its data. */
  keptUntil: z.date().nullable(),
});
export type InstalledPlugin = z.infer<typeof installedPluginSchema>;

/** One permission in words that a person reads before the plugin runs. */
export const permissionTextSchema = z.object({
  permission: permissionsSchema.keyof(),
  /** Verb, object, limit: "Store up to 200 MB". */
  title: z.string(),
  /** What it means, and what stays closed. */
  explanation: z.string(),
  /** The author's reason, or null. */
  reason: z.string().nullable(),
  /** Reaches further than most plugins need. */
  isBroad: z.boolean(),
  /** Compared with what was granted before. */
  change: z.enum(['same', 'new', 'wider', 'narrower', 'removed']),
  /** The owner does not allow it here. */
  isDenied: z.boolean(),
});
export type PermissionText = z.infer<typeof permissionTextSchema>;

export const installStepNames = [
  'fetch',
  'check',
  'compatibility',
  'consent',
  'install',
  'ready',
] as const;
export const installStepSchema = z.object({
  name: z.enum(installStepNames),
  state: z.enum(['waiting', 'running', 'done', 'failed']),
  /** "412 kB in 0.8 s", "38 files, all digests match", "needs ^1.2, you run 1.4". */
  text: z.string(),
});
export type InstallStep = z.infer<typeof installStepSchema>;

/**
 * An install or update under way. It belongs to the host: it goes on when the page is closed, is found again after a
 * reload, and waits for consent as long as an hour.
 */
export const pluginOperationSchema = z.object({
  id: idSchema,
  kind: z.enum(['install', 'update']),
  state: z.enum(['running', 'consent', 'done', 'failed', 'cancelled']),
  source: pluginSourceSchema,
  steps: z.array(installStepSchema),
  receivedBytes: z.int().nonnegative(),
  totalBytes: z.int().nonnegative().nullable(),
  /** Known once the archive was checked. */
  plugin: z
    .object({
      slug: slugSchema,
      version: versionSchema,
      previousVersion: versionSchema.nullable(),
      name: z.string(),
      description: z.string(),
      authorName: z.string(),
      icon: z.string(),
      category: pluginCategorySchema,
      signature: pluginSignatureSchema,
      mode: z.enum(['realm', 'frame', 'none']),
      permissions: z.array(permissionTextSchema),
      /** What it cannot do, in one or two sentences. */
      limits: z.string(),
      /** Release notes as Markdown, or null. */
      notes: z.string().nullable(),
      contributes: z.array(z.string()),
    })
    .nullable(),
  error: errorReportSchema.nullable(),
  /** Step the error belongs to. */
  failedStep: z.enum(installStepNames).nullable(),
  /** The installation that came of it. */
  installationId: idSchema.nullable(),
  startedAt: z.date(),
});
export type PluginOperation = z.infer<typeof pluginOperationSchema>;

/** A plugin that a registry offers. */
export const availablePluginSchema = z.object({
  registryId: z.string(),
  registryName: z.string(),
  slug: slugSchema,
  name: z.string(),
  description: z.string(),
  authorName: z.string(),
  icon: z.string(),
  category: pluginCategorySchema,
  tags: z.array(z.string()),
  version: versionSchema,
  isSigned: z.boolean(),
  /** True when none of its permissions reaches another machine. */
  runsOffline: z.boolean(),
  sizeBytes: z.int().nonnegative(),
  publishedAt: z.date().nullable(),
  /** "2 blocks, 1 chat tool". */
  contributes: z.string(),
  permissions: z.array(permissionsSchema.keyof()),
  /** Version of the caller's installation, or null. */
  installedVersion: versionSchema.nullable(),
  /** Why this host cannot run it, or null. */
  refusal: z.string().nullable(),
});
export type AvailablePlugin = z.infer<typeof availablePluginSchema>;

export const pluginRegistrySchema = z.object({
  id: z.string(),
  name: z.string(),
  url: z.string().nullable(),
  state: z.enum(['ready', 'old', 'failed']),
  fetchedAt: z.date().nullable(),
  error: z.string().nullable(),
  pluginCount: z.int().nonnegative(),
});
export type PluginRegistry = z.infer<typeof pluginRegistrySchema>;

export const pluginGrantSchema = permissionTextSchema.extend({
  grantedAt: z.date(),
  useCount: z.int().nonnegative(),
  lastUsedAt: z.date().nullable(),
});

/** Everything the detail page shows. */
export const pluginDetailSchema = installedPluginSchema.extend({
  /** Markdown; rendered without raw HTML. */
  readme: z.string().nullable(),
  changelog: z.string().nullable(),
  license: z.string(),
  homepage: z.string().nullable(),
  authorUrl: z.string().nullable(),
  source: pluginSourceSchema,
  contributes: contributionsSchema,
  grants: z.array(pluginGrantSchema),
  /** JSON Schema of the settings, or null. */
  settingsSchema: z.record(z.string(), z.unknown()).nullable(),
  settings: z.record(z.string(), z.unknown()),
  secrets: z.record(z.string(), z.date().nullable()),
  autoUpdate: z.enum(['off', 'patch', 'minor']),
  /** A version to go back to, with its data as it was, or null. */
  rollback: z.object({ version: versionSchema, until: z.date() }).nullable(),
  sizeBytes: z.int().nonnegative(),
  usage: z.object({
    storageBytes: z.int().nonnegative(),
    storageQuotaBytes: z.int().nonnegative().nullable(),
    tokensToday: z.int().nonnegative(),
    tokensPerDay: z.int().nonnegative().nullable(),
    requestsToday: z.int().nonnegative(),
    callsToday: z.int().nonnegative(),
    failedCallsToday: z.int().nonnegative(),
    memoryBytes: z.int().nonnegative().nullable(),
    memoryLimitBytes: z.int().nonnegative().nullable(),
  }),
  lastErrors: z.array(
    z.object({ at: z.date(), message: z.string(), stack: z.string().nullable() }),
  ),
  history: z.array(
    z.object({
      at: z.date(),
      operation: z.string(),
      version: versionSchema.nullable(),
      outcome: z.enum(['done', 'undone', 'failed']),
      text: z.string(),
    }),
  ),
});
export type PluginDetail = z.infer<typeof pluginDetailSchema>;

export const pluginLogLineSchema = z.object({
  at: z.date(),
  level: z.enum(['debug', 'info', 'warn', 'error']),
  event: z.string(),
  text: z.string(),
});
export type PluginLogLine = z.infer<typeof pluginLogLineSchema>;

export const pluginPolicySchema = z.object({
  /** `*` rules all plugins that have no rule of their own. */
  slug: z.union([slugSchema, z.literal('*')]),
  rule: z.enum(['required', 'default', 'allowed', 'denied']),
  deniedPermissions: z.array(permissionsSchema.keyof()),
  isNativeTrusted: z.boolean(),
});
export type PluginPolicy = z.infer<typeof pluginPolicySchema>;

export const repairReportSchema = z.object({
  problems: z.array(
    z.object({ text: z.string(), isFixed: z.boolean(), action: z.string().nullable() }),
  ),
});
export type RepairReport = z.infer<typeof repairReportSchema>;
