import { protocolVersion } from '../manifest/protocol-version.ts';
import { PluginError } from '../plugin-error.ts';
import {
  type CallContext,
  type HookParams,
  type HookResult,
  type HostMethod,
  type HostRequests,
  type PluginDefinitionSummary,
  type ProcedureParams,
  type ProviderCallParams,
  type ProviderConnectParams,
  type RpcCall,
  rpcCodes,
  rpcError,
  type StartParams,
  type ToolParams,
} from '../protocol/index.ts';
import type { AnyPlugin } from '../server/define-plugin.ts';
import type { BridgeClient, LentBodies } from './bridge-client.ts';
import { badInput, toCallError } from './call-error.ts';
import { ContextFactory } from './create-context.ts';
import { summarizePlugin, toolNameOf } from './describe-plugin.ts';
import { callProcedure, followSubscription, proceduresOf } from './procedures.ts';
import { ProviderHost } from './provider-host.ts';

type Unary = Exclude<HostMethod, 'provider.connect' | 'body.read'>;
type Handlers = {
  readonly [Method in Unary]: (
    params: HostRequests[Method]['params'],
    call: AnsweredCall,
  ) => Promise<unknown> | unknown;
};

/** One request of the host with the bridges that may be asked in its name. */
interface AnsweredCall {
  readonly client: BridgeClient;
  readonly signal: AbortSignal;
}

/** Answers what the host asks a plugin, whatever carries the questions. */
export class PluginServer {
  readonly #plugin: AnyPlugin;
  readonly #contexts: ContextFactory<AnyPlugin['config']>;
  readonly #createClient: (call: RpcCall) => BridgeClient;
  readonly #bodies: LentBodies;
  readonly #running = new Set<Promise<unknown>>();
  #providers: ProviderHost;

  constructor(options: {
    readonly plugin: AnyPlugin;
    readonly createClient: (call: RpcCall) => BridgeClient;
    readonly bodies: LentBodies;
  }) {
    this.#plugin = options.plugin;
    this.#contexts = new ContextFactory(options.plugin.config);
    this.#createClient = options.createClient;
    this.#bodies = options.bodies;
    this.#providers = new ProviderHost(options.plugin.definition.providers ?? [], '');
  }

  /** For `RpcPeer`: a promise for a single answer, items for a stream. */
  readonly handle = (call: RpcCall): Promise<unknown> | AsyncIterable<unknown> => {
    if (call.isStream) return this.#stream(call);
    const answer = this.#answer(call);
    if (call.method !== 'plugin.drain') this.#track(answer);
    return answer;
  };

  readonly #handlers: Handlers = {
    'plugin.start': (params) => this.#start(params),
    'procedure.call': (params, { client, signal }) =>
      callProcedure(this.#plugin.router, params, this.#context(params, client, signal), signal),
    'tool.run': (params, call) => this.#runTool(params, call),
    'job.run': async (params, { client, signal }) => {
      const job = this.#plugin.definition.jobs?.[params.name];
      if (job === undefined)
        throw new PluginError('jobs/unknown', `No job is called ${params.name}.`);
      await job.run(this.#context(params, client, signal));
      return null;
    },
    'hook.run': (params, call) => this.#runHook(params, call),
    'data.migrate': async ({ from, to }, { client, signal }) => {
      await this.#migrate(from, to, { client, signal });
      return null;
    },
    'provider.call': (params, { signal }) => this.#providers.call(params, signal),
    'plugin.drain': async () => {
      await Promise.allSettled(this.#running);
      return null;
    },
  };

  async #answer(call: RpcCall): Promise<unknown> {
    if (!Object.hasOwn(this.#handlers, call.method)) throw unknownMethod(call.method);
    const handler = this.#handlers[call.method as Unary] as Handlers[Unary];
    try {
      const answered = { client: this.#createClient(call), signal: call.signal };
      // The host is trusted with the shapes of its own requests; what authors wrote is checked with their schemas.
      return await handler(call.params as never, answered);
    } catch (error) {
      throw toCallError(error);
    }
  }

  #stream(call: RpcCall): AsyncIterable<unknown> {
    const { params, signal } = call;
    switch (call.method) {
      case 'procedure.call': {
        const request = params as ProcedureParams;
        const ctx = this.#context(request, this.#createClient(call), signal);
        return followSubscription(this.#plugin.router, request, ctx, signal);
      }
      case 'provider.connect':
        return this.#providers.connect(
          params as ProviderConnectParams,
          this.#createClient(call),
          signal,
        );
      case 'provider.call':
        return this.#providers.streamChat(params as ProviderCallParams, signal);
      case 'body.read':
        return this.#readBody(params);
      default:
        throw unknownMethod(call.method);
    }
  }

  #readBody(params: unknown): AsyncIterable<Uint8Array> {
    const content = this.#bodies.take((params as { readonly stream: number }).stream);
    if (content === null) throw rpcError(rpcCodes.cancelled, 'There is no such body to read.');
    return content;
  }

  #start({ protocol, directory }: StartParams): PluginDefinitionSummary {
    if (protocol !== protocolVersion) {
      throw new PluginError(
        'plugin/protocol-unknown',
        `The plugin speaks protocol ${protocolVersion}, BrainDrive ${protocol}. Update the older one.`,
      );
    }
    this.#providers = new ProviderHost(this.#plugin.definition.providers ?? [], directory ?? '');
    return summarizePlugin(this.#plugin);
  }

  async #runTool({ name, input, context }: ToolParams, { client, signal }: AnsweredCall) {
    const ctx = this.#context({ context }, client, signal);
    const tools = this.#plugin.definition.chatTools ?? {};
    const tool = Object.hasOwn(tools, name) ? tools[name] : undefined;
    if (tool === undefined) return this.#runProcedureTool(name, input, ctx, signal);
    const parsed = await tool.input.safeParseAsync(input);
    if (!parsed.success) throw badInput(parsed.error);
    return (await tool.run(parsed.data, ctx)) ?? null;
  }

  /** A procedure that is a tool too gets and gives plain JSON. */
  async #runProcedureTool(name: string, input: unknown, ctx: unknown, signal: AbortSignal) {
    const found = proceduresOf(this.#plugin.router).find(
      ([path, { meta }]) => meta?.tool !== undefined && toolNameOf(path) === name,
    );
    if (found === undefined) throw new PluginError('tools/unknown', `No tool is called ${name}.`);
    const [path, { type, inputs = [] }] = found;
    const json = inputs.length === 0 ? null : { json: input };
    const request = { path, type, input: json, lastEventId: null } as ProcedureParams;
    return (await callProcedure(this.#plugin.router, request, ctx, signal)).json ?? null;
  }

  async #runHook(
    { name, detail, context }: HookParams,
    { client, signal }: AnsweredCall,
  ): Promise<HookResult> {
    const hook = this.#plugin.definition.hooks?.[name] as
      | ((ctx: unknown, detail: unknown) => unknown)
      | undefined;
    const problems = await hook?.(this.#context({ context }, client, signal), detail);
    return { problems: Array.isArray(problems) ? problems.map(String) : [] };
  }

  async #migrate(from: number, to: number, { client, signal }: AnsweredCall): Promise<void> {
    const context = this.#contexts.createForMigration(client, signal);
    const migrations = this.#plugin.definition.migrations ?? [];
    if (to >= from) {
      for (const migration of migrations) {
        if (migration.to > from && migration.to <= to) await migration.up(context);
      }
      return;
    }
    for (const { to: version, down } of migrations.toReversed()) {
      if (version > from || version <= to) continue;
      if (down === undefined) {
        throw new PluginError(
          'plugin/no-downgrade',
          `The data of version ${version} cannot go back to version ${version - 1}.`,
        );
      }
      await down(context);
    }
  }

  #context(
    { context }: { readonly context: CallContext },
    client: BridgeClient,
    signal: AbortSignal,
  ) {
    return this.#contexts.create(context, client, signal);
  }

  #track(answer: Promise<unknown>): void {
    const settled = answer.then(
      () => undefined,
      () => undefined,
    );
    this.#running.add(settled);
    void settled.then(() => this.#running.delete(settled));
  }
}

const unknownMethod = (method: string) =>
  rpcError(rpcCodes.unknownMethod, `A plugin cannot be asked for ${method}.`);
