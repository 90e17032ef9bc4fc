import superjson from 'superjson';
import type { z } from 'zod';
import type { PermissionName } from '../manifest/permissions.ts';
import type { ModelStreamPart } from '../models/model.ts';
import {
  type BridgedEvent,
  BridgeError,
  type BridgeErrorCode,
  type BridgeItem,
  type BridgeName,
  type BridgeParams,
  type BridgeResult,
  bridges,
  isBridgeName,
  type LogEntry,
  type OutgoingBody,
  type RpcCall,
  type StreamBridgeName,
  type UnaryBridgeName,
} from '../protocol/index.ts';
import { MemoryStorage } from './memory-storage.ts';

export interface MemoryBridgeOptions {
  /** Permissions that the person granted. */
  readonly grants: ReadonlySet<PermissionName>;
  readonly slug: string;
  readonly settings: Record<string, unknown>;
  readonly secrets: Readonly<Record<string, string>>;
  readonly quotaBytes: number;
  /** Answers `http.fetch` instead of the network. */
  readonly http: (request: Request) => Promise<Response> | Response;
  /** Answers `ai.chat`. */
  readonly ai: (request: BridgeParams<'ai.chat'>) => AsyncIterable<ModelStreamPart>;
  /** Answers `core.call`. */
  readonly core: (path: string, input: unknown) => Promise<unknown> | unknown;
  readonly now: () => number;
  /** Reads a body that the plugin lent. */
  readonly readBody: (stream: number, call: RpcCall) => AsyncIterable<unknown>;
}

type UnaryHandlers = {
  readonly [Name in UnaryBridgeName]: (
    params: BridgeParams<Name>,
    call: RpcCall,
  ) => Promise<BridgeResult<Name>> | BridgeResult<Name>;
};
type StreamHandlers = {
  readonly [Name in StreamBridgeName]: (
    params: BridgeParams<Name>,
    call: RpcCall,
  ) => AsyncIterable<BridgeItem<Name> | Uint8Array>;
};

const notFound = (code: BridgeErrorCode, message: string) => new BridgeError(code, message);

/** The host's side of every bridge, in memory: what an author tests against. */
export class MemoryBridges {
  readonly storage: MemoryStorage;
  readonly logged: LogEntry[] = [];
  readonly notifications: BridgeParams<'notify.show'>[] = [];
  readonly emitted: { readonly name: string; readonly payload: unknown }[] = [];
  readonly startedJobs: string[] = [];
  readonly #options: MemoryBridgeOptions;
  readonly #state = new Map<string, unknown>();
  readonly #listeners = new Set<(event: BridgedEvent) => void>();

  constructor(options: MemoryBridgeOptions) {
    this.#options = options;
    this.storage = new MemoryStorage(options.quotaBytes, options.now);
  }

  /** For the host's `RpcPeer`. */
  readonly handle = (call: RpcCall): Promise<unknown> | AsyncIterable<unknown> => {
    if (!isBridgeName(call.method)) {
      throw new BridgeError('bridge/invalid-params', `There is no bridge called ${call.method}.`);
    }
    const bridge = bridges[call.method];
    this.#checkGrant(call.method);
    const params = parseParams(bridge.params, call.params);
    if (bridge.kind === 'stream') {
      return (
        this.#streams[call.method as StreamBridgeName] as (
          p: unknown,
          c: RpcCall,
        ) => AsyncIterable<unknown>
      )(params, call);
    }
    return (
      this.#unary[call.method as UnaryBridgeName] as (p: unknown, c: RpcCall) => Promise<unknown>
    )(params, call);
  };

  /** Lets the plugin hear an event. */
  tell(name: string, payload: unknown): number {
    const event = { name, payload, at: new Date(this.#options.now()).toISOString() };
    for (const listener of this.#listeners) listener(event);
    return this.#listeners.size;
  }

  readonly #unary: UnaryHandlers = {
    'storage.get': async ({ key }) => this.storage.get(key),
    'storage.set': async (params) => this.#write({ op: 'set', ...params }),
    'storage.delete': async (params) => {
      const isDeleted = this.storage.get(params.key) !== null;
      this.storage.transact([{ op: 'delete', ...params }]);
      return { isDeleted };
    },
    'storage.list': async (params) => this.storage.list(params),
    'storage.getDocument': async ({ collection, id }) => this.storage.getDocument(collection, id),
    'storage.putDocument': async (params) => this.#write({ op: 'put', ...params }),
    'storage.deleteDocument': async (params) => {
      const isDeleted = this.storage.getDocument(params.collection, params.id) !== null;
      this.storage.transact([{ op: 'remove', ...params }]);
      return { isDeleted };
    },
    'storage.query': async (params) => this.storage.query(params),
    'storage.count': async (params) => ({ count: this.storage.count(params) }),
    'storage.transaction': async ({ operations }) => ({
      revisions: this.storage.transact(operations),
    }),
    'storage.putBlob': async ({ name, contentType, body, isNew }, call) => {
      const info = this.storage.putBlob(name, contentType, await this.#bytesOf(body, call), isNew);
      if (info === null) throw notFound('storage/not-found', 'The blob was not kept.');
      return info;
    },
    'storage.headBlob': async ({ name }) => this.storage.headBlob(name),
    'storage.deleteBlob': async ({ name }) => ({ isDeleted: this.storage.deleteBlob(name) }),
    'storage.listBlobs': async (params) => this.storage.listBlobs(params),
    'storage.usage': async () => this.storage.usage(),
    'ai.models': async () => [
      {
        reference: { connectionId: 'test', modelId: 'test-model' },
        name: 'Test model',
        connectionName: 'Test',
        destination: null,
        contextTokens: 8_192,
        capabilities: { vision: false, tools: false, reasoning: false },
        isDefault: true,
      },
    ],
    'ai.budget': async () => ({
      usedTokens: 0,
      tokensPerDay: 1_000_000,
      resetsAt: new Date(this.#options.now() + 86_400_000).toISOString(),
    }),
    'conversations.list': async () => ({ items: [], nextCursor: null }),
    'conversations.get': async () => null,
    'conversations.messages': async () => ({ messages: [], hasOlder: false }),
    'conversations.create': async ({ title }) => this.#conversation('test', title),
    'conversations.append': async () => {
      throw notFound('conversations/not-found', 'The test host keeps no conversations.');
    },
    'conversations.update': async ({ conversationId, title = '' }) =>
      this.#conversation(conversationId, title),
    'conversations.remove': async () => null,
    'events.emit': async ({ name, payload }) => {
      this.emitted.push({ name, payload });
      return { receivers: this.tell(`${this.#options.slug}.${name}`, payload) };
    },
    'settings.get': async () => ({ ...this.#options.settings }),
    'settings.set': async ({ values }) => {
      Object.assign(this.#options.settings, values);
      return { ...this.#options.settings };
    },
    'secrets.get': async ({ name }) => ({ value: this.#options.secrets[name] ?? null }),
    'state.get': async ({ key }) => ({ value: this.#state.get(key) ?? null }),
    'state.set': async ({ key, value }) => {
      this.#state.set(key, value);
      return null;
    },
    'jobs.runNow': async ({ name }) => {
      this.startedJobs.push(name);
      return null;
    },
    'jobs.list': async () => [],
    'notify.show': async (notification) => {
      this.notifications.push(notification);
      return null;
    },
    'log.write': async ({ entries }) => {
      this.logged.push(...entries);
      return null;
    },
    'core.call': async ({ path, input }) =>
      superjson.serialize(
        await this.#options.core(
          path,
          superjson.deserialize(input as ReturnType<typeof superjson.serialize>),
        ),
      ),
  };

  readonly #streams: StreamHandlers = {
    'storage.getBlob': ({ name, offset, length }) => this.#readBlob(name, offset, length),
    'http.fetch': (request, call) => this.#fetch(request, call),
    'ai.chat': (request) => this.#chat(request),
    'events.follow': ({ names }, { signal }) => this.#follow(new Set(names), signal),
  };

  #checkGrant(method: BridgeName): void {
    const { permission } = bridges[method];
    if (permission === null || this.#options.grants.has(permission)) return;
    throw new BridgeError(
      'permission/not-granted',
      `The permission ${permission} was not granted.`,
      {
        details: { permission },
      },
    );
  }

  #write(operation: Parameters<MemoryStorage['transact']>[0][number]): { revision: number } {
    return { revision: this.storage.transact([operation])[0] ?? 1 };
  }

  async *#readBlob(name: string, offset: number, length: number | undefined) {
    const info = this.storage.headBlob(name);
    const bytes = this.storage.blobBytes(name);
    if (info === null || bytes === null) throw notFound('storage/not-found', `No blob ${name}.`);
    yield info;
    yield bytes.subarray(offset, length === undefined ? undefined : offset + length);
  }

  async *#fetch(request: BridgeParams<'http.fetch'>, call: RpcCall) {
    const body = request.body === null ? null : await this.#bytesOf(request.body, call);
    const response = await this.#options.http(
      new Request(request.url, {
        method: request.method,
        headers: request.headers,
        body: body === null ? null : new Uint8Array(body),
        signal: call.signal,
      }),
    );
    yield {
      status: response.status,
      statusText: response.statusText,
      headers: [...response.headers],
      url: request.url,
      isRedirected: false,
    };
    if (response.body !== null) yield* response.body;
  }

  async *#chat(request: BridgeParams<'ai.chat'>): AsyncGenerator<ModelStreamPart[], void> {
    for await (const part of this.#options.ai(request)) yield [part];
  }

  async *#follow(names: ReadonlySet<string>, signal: AbortSignal) {
    const waiting: BridgedEvent[] = [];
    let wake = () => {};
    const listener = (event: BridgedEvent) => {
      if (!names.has(event.name)) return;
      waiting.push(event);
      wake();
    };
    this.#listeners.add(listener);
    signal.addEventListener('abort', () => wake(), { once: true });
    try {
      while (!signal.aborted) {
        yield* waiting.splice(0);
        await new Promise<void>((resolve) => {
          wake = resolve;
          if (waiting.length > 0 || signal.aborted) resolve();
        });
      }
    } finally {
      this.#listeners.delete(listener);
    }
  }

  async #bytesOf(body: OutgoingBody, call: RpcCall): Promise<Uint8Array> {
    if ('text' in body) return new TextEncoder().encode(body.text);
    const pieces: Uint8Array[] = [];
    for await (const piece of this.#options.readBody(body.stream, call)) {
      if (piece instanceof Uint8Array) pieces.push(piece);
    }
    return new Uint8Array(Buffer.concat(pieces));
  }

  #conversation(id: string, title: string): BridgeResult<'conversations.create'> {
    const at = new Date(this.#options.now()).toISOString();
    return {
      id,
      title,
      isPinned: false,
      isArchived: false,
      isAnswering: false,
      createdAt: at,
      updatedAt: at,
    };
  }
}

function parseParams(schema: z.ZodType, params: unknown): unknown {
  const parsed = schema.safeParse(params);
  if (parsed.success) return parsed.data;
  const places = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new BridgeError('bridge/invalid-params', places.join('; '));
}
