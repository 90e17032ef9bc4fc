import type {
  AvailablePlugin,
  InstalledPlugin,
  PluginDetail,
  PluginLogLine,
  PluginOperation,
  PluginPolicy,
  PluginRegistry,
  PluginSource,
  RepairReport,
} from '@braindrive/contracts';
import type { Actor } from '@braindrive/core';
import type { ProcedureSummary, SubscriptionItem } from '@braindrive/plugin-sdk/protocol';

/**
 * What the API asks of the plugin host. Every method checks the caller: `NOT_FOUND` for plugins and operations that are
 * not theirs, `NOT_PERMITTED` for what their role or the owner's policy forbids.
 */
export interface PluginServices {
  readonly installations: InstallationService;
  readonly operations: OperationService;
  readonly catalogue: CatalogueService;
  readonly policies: PolicyService;
  readonly calls: PluginCallService;
}

/** The caller's own installations. */
export interface InstallationService {
  /** All but the uninstalled ones, by name. Reads memory or the database only. */
  listInstalled(actor: Actor): Promise<InstalledPlugin[]>;
  /** Uninstalled ones whose data is still kept. */
  listKept(actor: Actor): Promise<InstalledPlugin[]>;
  get(actor: Actor, slug: string): Promise<InstalledPlugin>;
  detail(actor: Actor, slug: string): Promise<PluginDetail>;
  enable(actor: Actor, slug: string): Promise<InstalledPlugin>;
  disable(actor: Actor, slug: string): Promise<InstalledPlugin>;
  /** Back to the version before the last upgrade, with the data as it was then. */
  rollback(actor: Actor, slug: string): Promise<InstalledPlugin>;
  repair(actor: Actor, slug: string): Promise<RepairReport>;
  /** Hides it and keeps its data for 30 days. */
  uninstall(actor: Actor, slug: string): Promise<void>;
  /** Undoes {@link uninstall}. */
  restore(actor: Actor, slug: string): Promise<InstalledPlugin>;
  /** Deletes an uninstalled plugin's data for good. */
  purge(actor: Actor, slug: string): Promise<void>;
  /** A secret that is left out keeps its value, null removes it. */
  updateSettings(
    actor: Actor,
    slug: string,
    settings: Readonly<Record<string, unknown>>,
  ): Promise<PluginDetail>;
  setAutoUpdate(actor: Actor, slug: string, policy: PluginDetail['autoUpdate']): Promise<void>;
  /** Takes one permission back; the plugin's calls that need it fail from now on. */
  revokeGrant(actor: Actor, slug: string, permission: string): Promise<PluginDetail>;
  /** Newest last. */
  log(actor: Actor, slug: string, limit: number): Promise<PluginLogLine[]>;
  /** An error that its front-end met: counts for the soak after an upgrade, and shows under last errors. */
  reportUiError(
    actor: Actor,
    slug: string,
    report: { version: string; component: string; message: string; stack: string | null },
  ): Promise<void>;
  /** What the front-end keeps for itself (pluginState). Keys up to 100 characters, 256 KiB together. */
  readState(actor: Actor, slug: string, key: string): Promise<unknown>;
  writeState(actor: Actor, slug: string, key: string, value: unknown): Promise<void>;
}

/** Installs and updates under way. */
export interface OperationService {
  listOperations(actor: Actor): PluginOperation[];
  install(
    actor: Actor,
    source: PluginSource & { readonly slug?: string },
  ): Promise<PluginOperation>;
  /** Takes the archive as it arrives. */
  installUpload(
    actor: Actor,
    fileName: string,
    totalBytes: number | null,
    bytes: AsyncIterable<Uint8Array>,
  ): Promise<PluginOperation>;
  /** @param version - Null for the newest that fits. */
  update(actor: Actor, slug: string, version: string | null): Promise<PluginOperation>;
  /** Answers the question for consent. */
  consent(actor: Actor, operationId: string, isAccepted: boolean): Promise<PluginOperation>;
  cancel(actor: Actor, operationId: string): Promise<void>;
  /** Settles when the operation is over or waits for consent; for clients that follow no events. */
  settled(actor: Actor, operationId: string): Promise<PluginOperation>;
}

/** What could be installed. */
export interface CatalogueService {
  available(
    actor: Actor,
    filter: {
      query?: string | undefined;
      category?: string | undefined;
      tag?: string | undefined;
    },
  ): Promise<AvailablePlugin[]>;
  registries(actor: Actor): Promise<PluginRegistry[]>;
  addRegistry(actor: Actor, url: string): Promise<PluginRegistry>;
  removeRegistry(actor: Actor, registryId: string): Promise<void>;
  refresh(actor: Actor): Promise<PluginRegistry[]>;
  /** Asks all sources for newer versions. @returns the plugins that have one. */
  checkUpdates(actor: Actor): Promise<InstalledPlugin[]>;
}

/** What the owner rules. */
export interface PolicyService {
  list(actor: Actor): Promise<PluginPolicy[]>;
  set(actor: Actor, policy: PluginPolicy): Promise<PluginPolicy>;
  remove(actor: Actor, slug: string): Promise<void>;
}

/** One procedure of a plugin as the routers need it. */
export interface PluginProcedures {
  readonly slug: string;
  readonly digest: string;
  readonly procedures: readonly ProcedureSummary[];
}

/** Calls into plugins. */
export interface PluginCallService {
  /** Procedures of the caller's enabled plugins, from the manifest or the last start; starts nothing that is known. */
  procedures(userId: string): Promise<readonly PluginProcedures[]>;
  /** Calls `listener` when the procedures of a person changed; their router is to be made anew. */
  onChange(listener: (userId: string) => void): () => void;
  /** @param input - Decoded; it is encoded again for the plugin. @returns the decoded output. */
  call(
    actor: Actor,
    slug: string,
    procedure: { readonly path: string; readonly type: 'query' | 'mutation' },
    input: unknown,
    signal: AbortSignal,
  ): Promise<unknown>;
  /** Items of a subscription; resumes after `lastEventId` and goes on across upgrades. */
  subscribe(
    actor: Actor,
    slug: string,
    path: string,
    input: unknown,
    options: { readonly lastEventId: string | null; readonly signal: AbortSignal },
  ): AsyncIterable<SubscriptionItem>;
}
