/**
 * What host and plugin ask each other, on top of {@link RpcPeer}. Values marked superjson carry
 * `superjson.serialize(value)`; all others are plain JSON.
 */

/** Who a call is made for. The plugin sees names and settings, never grants: the host checks those by the call's id. */
export interface CallContext {
  /** The person, by an id that means nothing to other plugins. */
  readonly user: { readonly id: string; readonly name: string };
  /** Changes with each installation of a person; keys caches of a process that serves several people. */
  readonly installationId: string;
  /** The plugin's settings as they are now, without secrets. */
  readonly settings: Readonly<Record<string, unknown>>;
}

/** Asked by the host. `plugin.start` comes first and once. */
export interface HostRequests {
  'plugin.start': { readonly params: StartParams; readonly result: PluginDefinitionSummary };
  /** Query or mutation of the plugin's router; a subscription is asked for as a stream of {@link SubscriptionItem}. */
  'procedure.call': { readonly params: ProcedureParams; readonly result: unknown };
  'tool.run': { readonly params: ToolParams; readonly result: unknown };
  'job.run': { readonly params: { readonly name: string; readonly context: CallContext } };
  'hook.run': { readonly params: HookParams; readonly result: HookResult };
  /** Runs migrations in order, in one storage transaction of the host. */
  'data.migrate': {
    readonly params: { readonly from: number; readonly to: number; readonly context: CallContext };
  };
  /**
   * A stream that stays open as long as the connection: the first item is {@link ConnectionOpened}, then
   * each change of a fetch as `ModelPull`, beginning with those that are there.
   */
  'provider.connect': { readonly params: ProviderConnectParams };
  /** `method` of the open connection; `streamChat` as a stream of arrays of stream parts. */
  'provider.call': { readonly params: ProviderCallParams; readonly result: unknown };
  /** Stream of the bytes of an outgoing body, asked as a child of the plugin's request that named it. */
  'body.read': { readonly params: { readonly stream: number }; readonly result: Uint8Array };
  /** Finish what runs; no new calls come. */
  'plugin.drain': { readonly params: null; readonly result: null };
}
export type HostMethod = keyof HostRequests;

export interface StartParams {
  readonly protocol: number;
  readonly slug: string;
  readonly version: string;
  readonly hostVersion: string;
  /** A folder of its own, for plugins that may use the host's files; else null. */
  readonly directory: string | null;
}

/** What a started plugin says it is; the host compares it with the manifest. */
export interface PluginDefinitionSummary {
  readonly protocol: number;
  readonly procedures: readonly ProcedureSummary[];
  readonly dataVersion: number;
  readonly tools: readonly string[];
  readonly jobs: readonly string[];
  readonly providers: readonly string[];
  readonly hooks: readonly HookName[];
}

export interface ProcedureSummary {
  /** Dotted path below the plugin: `items.list`. */
  readonly path: string;
  readonly type: 'query' | 'mutation' | 'subscription';
  /** JSON Schema of the input, or null for none or for one that JSON Schema cannot say. */
  readonly input: Readonly<Record<string, unknown>> | null;
  readonly output: Readonly<Record<string, unknown>> | null;
  /** Offered to models and to MCP clients, when the author marked it so. */
  readonly tool: { readonly title: string; readonly sideEffects: 'none' | 'writes' } | null;
  /** Asked by the host after an upgrade, to see that the new version answers. Queries without input only. */
  readonly isProbe: boolean;
}

export interface ProcedureParams {
  readonly path: string;
  readonly type: ProcedureSummary['type'];
  /** superjson. */
  readonly input: unknown;
  /** For subscriptions: id of the last item that was seen, or null. */
  readonly lastEventId: string | null;
  readonly context: CallContext;
}

/** One item of a subscription. `data` is superjson; with an id it can be resumed after. */
export interface SubscriptionItem {
  readonly id: string | null;
  readonly data: unknown;
}

export interface ToolParams {
  readonly name: string;
  readonly input: unknown;
  readonly context: CallContext;
}

export type HookName =
  | 'install'
  | 'enable'
  | 'disable'
  | 'upgrade'
  | 'check'
  | 'repair'
  | 'uninstall';
export interface HookParams {
  readonly name: HookName;
  /** `upgrade`: version it comes from. `uninstall`: whether data stays. `repair`: problems found. */
  readonly detail: Readonly<Record<string, unknown>>;
  readonly context: CallContext;
}
/** Problems that `check` and `repair` report; empty when all is well. */
export interface HookResult {
  readonly problems: readonly string[];
}

export interface ProviderConnectParams {
  readonly providerId: string;
  /** Settings of the connection, secrets included. */
  readonly settings: Readonly<Record<string, unknown>>;
}
export interface ConnectionOpened {
  readonly connection: number;
  /** Host name that prompts go to, or null when they stay on this machine. */
  readonly destination: string | null;
  readonly hasTokenCounter: boolean;
  readonly hasLibrary: boolean;
}
export interface ProviderCallParams {
  /** From {@link ConnectionOpened}. */
  readonly connection: number;
  /** `listModels`, `test`, `streamChat`, `countTokens`, `library.pull`, … */
  readonly method: string;
  readonly args: readonly unknown[];
}

/**
 * Asked by the plugin, always with `parent` = the host's request it works for. Method is `<bridge>.<operation>`; the
 * bridges and their shapes are in `bridges.ts`.
 */
export type BridgeMethod = `${string}.${string}`;
