import { z } from 'zod';
import type { ModelPull } from '../models/library.ts';
import { ProviderError } from '../models/provider-error.ts';
import { isPluginError, PluginError } from '../plugin-error.ts';
import type {
  ConnectionOpened,
  ProviderCallParams,
  ProviderConnectParams,
} from '../protocol/index.ts';
import type { ModelLibrary } from '../server/model-library.ts';
import type {
  ChatRequest,
  ModelConnection,
  ModelProvider,
  ProviderContext,
} from '../server/model-provider.ts';
import { inBatches } from './async-iteration.ts';
import type { BridgeClient } from './bridge-client.ts';
import { badInput } from './call-error.ts';
import { createHttp } from './services/http.ts';
import { createLog } from './services/small-services.ts';

type Method = (
  connection: ModelConnection,
  args: readonly unknown[],
  signal: AbortSignal,
) => Promise<unknown>;

const text = z.string().max(4_000);
const noLibrary = () => new PluginError('provider/bad-request', 'This connection has no library.');

const inLibrary =
  (run: (library: ModelLibrary, args: readonly unknown[]) => Promise<unknown>): Method =>
  async ({ library }, args) => {
    if (library === undefined) throw noLibrary();
    return run(library, args);
  };

/** What `provider.call` can ask for, beside the stream `streamChat`. */
const methods: Readonly<Record<string, Method>> = {
  listModels: (connection, _args, signal) => connection.listModels(signal),
  test: (connection, _args, signal) => connection.test(signal),
  countTokens: async (connection, [modelId, texts], signal) => {
    if (connection.countTokens === undefined) {
      throw new PluginError('provider/bad-request', 'This connection cannot count tokens.');
    }
    return connection.countTokens(text.parse(modelId), z.array(z.string()).parse(texts), signal);
  },
  'library.machine': inLibrary((library) => library.machine()),
  'library.ensureStarter': inLibrary(async (library) => (await library.ensureStarter?.()) ?? null),
  'library.catalogue': inLibrary((library) => library.catalogue()),
  'library.pulls': inLibrary(async (library) => library.pulls()),
  'library.pull': inLibrary((library, [source]) => library.pull(text.parse(source))),
  'library.pause': inLibrary((library, [pullId]) => library.pause(text.parse(pullId))),
  'library.cancel': inLibrary((library, [pullId]) => library.cancel(text.parse(pullId))),
  'library.remove': inLibrary(async (library, [modelId]) => {
    await library.remove(text.parse(modelId));
    return null;
  }),
};

/** Methods of `provider.call`, for the host's side. */
export const providerMethods: readonly string[] = ['streamChat', ...Object.keys(methods)];

/** The open connections of a plugin's model providers. */
export class ProviderHost {
  readonly #providers: ReadonlyMap<string, ModelProvider>;
  readonly #directory: string;
  readonly #connections = new Map<number, ModelConnection>();
  #nextId = 1;

  constructor(providers: readonly ModelProvider[], directory: string) {
    this.#providers = new Map(providers.map((provider) => [provider.id, provider]));
    this.#directory = directory;
  }

  /** Opens a connection, which lives as long as the stream is read. */
  async *connect(
    { providerId, settings }: ProviderConnectParams,
    client: BridgeClient,
    signal: AbortSignal,
  ): AsyncGenerator<ConnectionOpened | ModelPull, void> {
    const provider = this.#providers.get(providerId);
    if (provider === undefined) {
      throw new PluginError('provider/bad-request', `There is no provider called ${providerId}.`);
    }
    const parsed = provider.settings.safeParse(settings);
    if (!parsed.success) throw badInput(parsed.error);
    const connection = provider.connect(parsed.data, this.#context(client));
    const id = this.#nextId++;
    this.#connections.set(id, connection);
    try {
      yield {
        connection: id,
        destination: connection.destination,
        hasTokenCounter: connection.countTokens !== undefined,
        hasLibrary: connection.library !== undefined,
      };
      yield* pullsOf(connection.library, signal);
    } finally {
      this.#connections.delete(id);
      await connection.close?.();
    }
  }

  /** @returns plain JSON. */
  async call(
    { connection, method, args }: ProviderCallParams,
    signal: AbortSignal,
  ): Promise<unknown> {
    const run = Object.hasOwn(methods, method) ? methods[method] : undefined;
    if (run === undefined) {
      throw new PluginError('provider/bad-request', `A provider cannot be asked for ${method}.`);
    }
    return (await run(this.#open(connection), args, signal)) ?? null;
  }

  /** Arrays of stream parts. */
  streamChat(
    { connection, args }: ProviderCallParams,
    signal: AbortSignal,
  ): AsyncGenerator<unknown[], void> {
    // The host made it from its own types; a wrong one fails inside the provider.
    const request = args[0] as ChatRequest;
    return inBatches(this.#open(connection).streamChat(request, signal), signal);
  }

  #open(id: number): ModelConnection {
    const connection = this.#connections.get(id);
    if (connection === undefined) {
      throw new PluginError('provider/bad-request', 'The connection is closed.');
    }
    return connection;
  }

  #context(client: BridgeClient): ProviderContext {
    const http = createHttp(client);
    return {
      log: createLog(client),
      fetch: async (url, init) => {
        try {
          return await http.fetch(url, init);
        } catch (cause) {
          throw toProviderError(cause);
        }
      },
      directory: this.#directory,
      now: () => Date.now(),
    };
  }
}

/**
 * Refusals of the http bridge, as {@link ProviderContext.fetch} promises them. A server that cannot be reached is left to
 * the provider to name, as it is without a border between.
 */
function toProviderError(cause: unknown): unknown {
  if (!isPluginError(cause) || !cause.code.startsWith('http/')) return cause;
  if (cause.code === 'http/unreachable') {
    // The system's own code, where `fetch` has it too: a kept connection that was closed is asked for once more.
    const { reason } = cause.details;
    const code = typeof reason === 'string' ? { code: reason } : {};
    return new TypeError(cause.message, { cause: Object.assign(new Error(cause.message), code) });
  }
  const isLate = cause.code === 'http/timeout';
  return new ProviderError(isLate ? 'provider/timeout' : 'provider/unreachable', cause.message, {
    cause,
  });
}

async function* pullsOf(
  library: ModelLibrary | undefined,
  signal: AbortSignal,
): AsyncGenerator<ModelPull, void> {
  // The last state of each fetch is enough for a reader that is slower than it.
  const waiting = new Map<string, ModelPull>();
  let wake = () => {};
  const end = library?.onPull((pull) => {
    waiting.set(pull.id, pull);
    wake();
  });
  for (const pull of library?.pulls() ?? []) waiting.set(pull.id, pull);
  signal.addEventListener('abort', () => wake(), { once: true });
  try {
    while (!signal.aborted) {
      const pulls = [...waiting.values()];
      waiting.clear();
      yield* pulls;
      if (waiting.size === 0 && !signal.aborted) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    }
  } finally {
    end?.();
  }
}
