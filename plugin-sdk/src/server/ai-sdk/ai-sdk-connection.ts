import type { z } from 'zod';
import type { ModelStreamPart, ProviderModel } from '../../models/model.ts';
import { defaultTimeouts, type RequestTimeouts } from '../http/model-server.ts';
import { streamCutError } from '../http/response-stream.ts';
import { destinationOf } from '../http/server-address.ts';
import type {
  ChatRequest,
  ConnectionTestResult,
  ModelConnection,
  ProviderContext,
} from '../model-provider.ts';
import { toCallOptions } from './call-options.ts';
import { FetchGuard } from './fetch-guard.ts';
import type {
  AiSdkLanguageModel,
  AiSdkProviderOptions,
  LanguageModelRequest,
} from './language-model.ts';
import {
  type AiSdkStreamPart,
  isIncomplete,
  toModelPart,
  toProviderError,
} from './stream-parts.ts';

/** A connection whose answers come from an AI SDK language model. */
export class AiSdkConnection<Settings extends z.ZodObject> implements ModelConnection {
  readonly destination: string | null;
  readonly #options: AiSdkProviderOptions<Settings>;
  readonly #createModel: (request: LanguageModelRequest<z.output<Settings>>) => AiSdkLanguageModel;
  readonly #settings: z.output<Settings>;
  readonly #context: ProviderContext;
  readonly #timeouts: RequestTimeouts;

  constructor(options: {
    readonly provider: AiSdkProviderOptions<Settings>;
    readonly createModel: (request: LanguageModelRequest<z.output<Settings>>) => AiSdkLanguageModel;
    readonly settings: z.output<Settings>;
    readonly context: ProviderContext;
  }) {
    this.#options = options.provider;
    this.#createModel = options.createModel;
    this.#settings = options.settings;
    this.#context = options.context;
    this.#timeouts = timeoutsOf(options.settings);
    this.destination = this.#findDestination();
  }

  async listModels(signal: AbortSignal): Promise<readonly ProviderModel[]> {
    const { models } = this.#options;
    if (typeof models !== 'function') return models;
    return this.#guarded(null, signal, (guard) =>
      models({
        settings: this.#settings,
        fetch: guard.fetch,
        signal: guard.signal,
        context: this.#context,
      }),
    );
  }

  async test(signal: AbortSignal): Promise<ConnectionTestResult> {
    const { models } = this.#options;
    const startedAt = this.#context.now();
    const list = await this.listModels(signal);
    // A list that is fixed proves nothing; one token of the first model does.
    if (typeof models !== 'function' && list[0] !== undefined) await this.#ask(list[0].id, signal);
    const latencyMs = Math.max(0, this.#context.now() - startedAt);
    return { latencyMs, modelCount: list.length, serverVersion: null };
  }

  async *streamChat(
    request: ChatRequest,
    signal: AbortSignal,
  ): AsyncGenerator<ModelStreamPart, void> {
    if (signal.aborted) return;
    const guard = this.#guard(request.modelId, signal);
    try {
      yield* readParts(await this.#open(request, guard), guard, signal);
    } catch (cause) {
      if (signal.aborted) return;
      throw guard.failure ?? toProviderError(guard.server, cause, request.modelId);
    } finally {
      guard.end();
    }
  }

  async #open(request: ChatRequest, guard: FetchGuard): Promise<AsyncIterable<AiSdkStreamPart>> {
    const { modelId } = request;
    const model = this.#createModel({ modelId, settings: this.#settings, fetch: guard.fetch });
    // Versions 3 and 4 agree in every option and part that is used here.
    const { stream } = await (
      model as Extract<AiSdkLanguageModel, { specificationVersion: 'v4' }>
    ).doStream(toCallOptions(request, guard.signal));
    return stream;
  }

  async #ask(modelId: string, signal: AbortSignal): Promise<void> {
    const messages = [{ role: 'user' as const, content: 'Hi' }];
    const request = { modelId, messages, parameters: { maxTokens: 1 }, isContinuation: false };
    for await (const _part of this.streamChat(request, signal)) return;
  }

  async #guarded<Value>(
    modelId: string | null,
    signal: AbortSignal,
    run: (guard: FetchGuard) => Promise<Value>,
  ): Promise<Value> {
    const guard = this.#guard(modelId, signal);
    try {
      return await run(guard);
    } catch (cause) {
      signal.throwIfAborted();
      throw guard.failure ?? toProviderError(guard.server, cause, '');
    } finally {
      guard.end();
    }
  }

  #guard(modelId: string | null, signal: AbortSignal): FetchGuard {
    return new FetchGuard({
      name: this.#options.name,
      context: this.#context,
      timeouts: this.#timeouts,
      modelId,
      signal,
    });
  }

  #findDestination(): string | null {
    const { destination = { kind: 'setting', name: 'baseUrl' } } = this.#options;
    if (destination.kind === 'this-machine') return null;
    if (destination.kind === 'host') return destination.host;
    const address = this.#settings[destination.name as keyof z.output<Settings>];
    return typeof address === 'string' ? destinationOf(address) : null;
  }
}

/** Reads to the `finish` part. @throws what the package streams as an error, or that the answer was cut. */
async function* readParts(
  parts: AsyncIterable<AiSdkStreamPart>,
  guard: FetchGuard,
  signal: AbortSignal,
): AsyncGenerator<ModelStreamPart, void> {
  for await (const part of parts) {
    if (signal.aborted) return;
    if (part.type === 'error' && !(guard.hasEnded && isIncomplete(part.error))) throw part.error;
    const own = toModelPart(part);
    if (own === 'cut' || part.type === 'error') break;
    if (own !== null) yield own;
    if (own?.type === 'finish') return;
  }
  if (!signal.aborted) throw streamCutError(guard.server);
}

/** A connection may have a time limit of its own in seconds, as the bundled ones do. */
function timeoutsOf(settings: Readonly<Record<string, unknown>>): RequestTimeouts {
  const { timeoutSeconds } = settings;
  if (typeof timeoutSeconds !== 'number') return defaultTimeouts;
  return { firstByteMs: timeoutSeconds * 1_000, idleMs: timeoutSeconds * 1_000 };
}
