import { type AnyTRPCRouter, createTRPCRecursiveProxy } from '@trpc/server';
import superjson from 'superjson';
import { toJsonSchema } from '../config/json-schema.ts';
import type { PluginConfig } from '../config/plugin-config.ts';
import { type PermissionName, permissionNames } from '../manifest/permissions.ts';
import type { ModelStreamPart } from '../models/model.ts';
import {
  type CallContext,
  type HookName,
  type HookResult,
  type PluginDefinitionSummary,
  type PluginPort,
  RpcPeer,
  type SubscriptionItem,
} from '../protocol/index.ts';
import { serve } from '../runtime/serve.ts';
import type { AnyPlugin, Plugin } from '../server/define-plugin.ts';
import { type MemoryBridgeOptions, MemoryBridges } from './memory-bridges.ts';

export interface TestHostOptions {
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly secrets?: Readonly<Record<string, string>>;
  /** Permissions that the person granted; all that the config asks for without it. */
  readonly grants?: readonly PermissionName[];
  readonly user?: CallContext['user'];
  readonly http?: MemoryBridgeOptions['http'];
  readonly ai?: MemoryBridgeOptions['ai'];
  readonly core?: MemoryBridgeOptions['core'];
  readonly now?: () => number;
}

/** Calls the plugin's procedures as its UI would: `host.caller.items.list({ … })`. */
export type TestCaller<Router extends AnyTRPCRouter> = ReturnType<Router['createCaller']>;

export interface TestHost<Router extends AnyTRPCRouter> {
  readonly caller: TestCaller<Router>;
  /** What the plugin logged, emitted, showed and stored. */
  readonly bridges: MemoryBridges;
  readonly summary: PluginDefinitionSummary;
  /** A subscription from after `lastEventId`, with the ids of its items. */
  follow(
    path: string,
    input?: unknown,
    lastEventId?: string,
  ): AsyncGenerator<{ id: string | null; data: unknown }, void>;
  runTool(name: string, input: unknown): Promise<unknown>;
  runJob(name: string): Promise<void>;
  runHook(name: HookName, detail?: Readonly<Record<string, unknown>>): Promise<readonly string[]>;
  migrate(from: number, to: number): Promise<void>;
  /** The host's end of the border, for what has no method here. */
  readonly peer: RpcPeer;
  close(): void;
}

const unanswered = (what: string) => (): never => {
  throw new Error(`The test host was given nothing that answers ${what}.`);
};

/**
 * Runs a plugin in this process against fakes of every bridge. Everything crosses the real protocol, so what works
 * here is serialised, checked and granted as in a host; only the process around it is missing.
 */
export async function createTestHost<Config extends PluginConfig, Router extends AnyTRPCRouter>(
  plugin: Plugin<Config, Router>,
  options: TestHostOptions = {},
): Promise<TestHost<Router>> {
  const { config } = plugin;
  const settings = { ...defaultsOf(config), ...options.settings };
  const peerSlot: { peer?: RpcPeer } = {};
  const bridges = new MemoryBridges({
    slug: config.slug,
    grants: new Set(
      options.grants ?? permissionNames.filter((name) => config.permissions?.[name] !== undefined),
    ),
    settings,
    secrets: options.secrets ?? {},
    quotaBytes: (config.permissions?.storage?.quotaMB ?? 0) * 1024 * 1024,
    http: options.http ?? unanswered('http.fetch'),
    ai: options.ai ?? unanswered('ai.chat'),
    core: options.core ?? unanswered('core.call'),
    now: options.now ?? (() => Date.now()),
    readBody: (stream, call) =>
      connect(peerSlot.peer).stream(
        'body.read',
        { stream },
        { parent: call.id, signal: call.signal },
      ),
  });
  const peer = link(plugin, bridges);
  peerSlot.peer = peer;
  const context = (): CallContext => ({
    user: options.user ?? { id: 'test-user', name: 'Test' },
    installationId: 'test-installation',
    settings: { ...settings },
  });
  const summary = (await peer.request('plugin.start', {
    protocol: 1,
    slug: config.slug,
    version: config.version,
    hostVersion: '0.0.0',
    directory: null,
  })) as PluginDefinitionSummary;

  async function* follow(path: string, input?: unknown, lastEventId?: string) {
    const params = procedureParams(path, 'subscription', input, lastEventId ?? null, context());
    for await (const item of peer.stream('procedure.call', params)) {
      const { id, data } = item as SubscriptionItem;
      yield { id, data: superjson.deserialize(data as ReturnType<typeof superjson.serialize>) };
    }
  }

  return {
    caller: createCaller<Router>(summary, peer, context, follow),
    bridges,
    summary,
    follow,
    runTool: (name, input) => peer.request('tool.run', { name, input, context: context() }),
    runJob: async (name) => {
      await peer.request('job.run', { name, context: context() });
    },
    runHook: async (name, detail = {}) => {
      const result = await peer.request('hook.run', { name, detail, context: context() });
      return (result as HookResult).problems;
    },
    migrate: async (from, to) => {
      await peer.request('data.migrate', { from, to, context: context() });
    },
    peer,
    close: () => peer.close(),
  };
}

const connect = (peer: RpcPeer | undefined): RpcPeer => {
  if (peer === undefined) throw new Error('The plugin asked before it was started.');
  return peer;
};

/** Two ends of the border in one process; bytes cross in turns of their own, as they do over a pipe. */
function link(plugin: AnyPlugin, bridges: MemoryBridges): RpcPeer {
  let toPlugin: (bytes: Uint8Array) => void = () => {};
  const peer = new RpcPeer({
    send: (bytes) => queueMicrotask(() => toPlugin(bytes)),
    handle: bridges.handle,
    onProtocolError: (error) => {
      throw error;
    },
  });
  const port: PluginPort = {
    send: (bytes) => queueMicrotask(() => peer.receive(bytes)),
    onMessage: (listener) => {
      toPlugin = listener;
    },
    close: () => peer.close(),
  };
  serve(plugin, port);
  return peer;
}

const procedureParams = (
  path: string,
  type: string,
  input: unknown,
  lastEventId: string | null,
  context: CallContext,
) => ({
  path,
  type,
  input: input === undefined ? null : superjson.serialize(input),
  lastEventId,
  context,
});

function createCaller<Router extends AnyTRPCRouter>(
  summary: PluginDefinitionSummary,
  peer: RpcPeer,
  context: () => CallContext,
  follow: TestHost<Router>['follow'],
): TestCaller<Router> {
  const types = new Map(summary.procedures.map(({ path, type }) => [path, type]));
  return createTRPCRecursiveProxy(async ({ path, args }) => {
    const name = path.join('.');
    const type = types.get(name) ?? 'query';
    if (type === 'subscription') return dataOf(follow(name, args[0]));
    const params = procedureParams(name, type, args[0], null, context());
    const output = await peer.request('procedure.call', params);
    return superjson.deserialize(output as ReturnType<typeof superjson.serialize>);
  }) as TestCaller<Router>;
}

async function* dataOf(items: AsyncIterable<{ data: unknown }>): AsyncGenerator<unknown, void> {
  for await (const { data } of items) yield data;
}

/** Settings of somebody who set nothing. */
function defaultsOf({ settings }: PluginConfig): Record<string, unknown> {
  if (settings === undefined) return {};
  const { properties = {} } = toJsonSchema(settings) as {
    properties?: Record<string, { default?: unknown }>;
  };
  return Object.fromEntries(
    Object.entries(properties).flatMap(([name, property]) =>
      property.default === undefined ? [] : [[name, property.default]],
    ),
  );
}

/** An answer of a model in a test: a text cut into words, then the end. */
export async function* scriptedAnswer(text: string): AsyncGenerator<ModelStreamPart, void> {
  for (const delta of text.split(/(?<=\s)/)) yield { type: 'text-delta', delta };
  yield {
    type: 'finish',
    finishReason: 'stop',
    usage: { inputTokens: null, outputTokens: null, reasoningTokens: null },
  };
}
