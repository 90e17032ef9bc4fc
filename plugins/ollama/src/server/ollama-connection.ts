import type { ModelStreamPart, ProviderModel } from '@braindrive/plugin-sdk';
import {
  type ChatRequest,
  type ConnectionTestResult,
  decodeStream,
  destinationOf,
  type ModelConnection,
  type ModelServer,
  openStream,
  type ProviderContext,
  requestJson,
} from '@braindrive/plugin-sdk/server';
import { z } from 'zod';
import { ChatDecoder } from './chat-decoder.ts';
import { createChatBody } from './chat-request.ts';
import { mapWithLimit } from './map-with-limit.ts';
import {
  canChat,
  fetchFacts,
  fetchTags,
  type ModelFacts,
  type ModelTag,
  toProviderModel,
} from './model-list.ts';
import { OllamaLibrary } from './ollama-library.ts';
import { normalizeBaseUrl, type OllamaSettings } from './settings.ts';
import { withLoadingStatus } from './with-loading-status.ts';

const parallelShowRequests = 6;
const loadingStatusDelayMs = 1_000;
const versionSchema = z.object({ version: z.string().max(100) });

/** One Ollama server. */
export class OllamaConnection implements ModelConnection {
  readonly destination: string | null;
  readonly library: OllamaLibrary;
  readonly #server: ModelServer;
  readonly #maxContextTokens: number;
  /** By digest: what a model can do changes only with its files. */
  readonly #facts = new Map<string, ModelFacts>();
  #contextTokens: ReadonlyMap<string, number | null> = new Map();

  constructor(settings: OllamaSettings, context: ProviderContext) {
    const baseUrl = normalizeBaseUrl(settings.baseUrl);
    const apiKey = settings.apiKey?.trim() ?? '';
    const timeoutMs = settings.timeoutSeconds * 1000;
    this.destination = destinationOf(baseUrl);
    this.#maxContextTokens = settings.maxContextTokens;
    this.#server = {
      name: 'Ollama',
      baseUrl,
      headers: apiKey === '' ? {} : { authorization: `Bearer ${apiKey}` },
      hasKey: apiKey !== '',
      timeouts: { firstByteMs: timeoutMs, idleMs: timeoutMs },
      fetch: context.fetch,
      now: context.now,
    };
    this.library = new OllamaLibrary(this.#server);
  }

  async listModels(signal: AbortSignal): Promise<readonly ProviderModel[]> {
    const { tags } = await fetchTags(this.#server, signal);
    const listed = await mapWithLimit(tags, parallelShowRequests, async (tag) => ({
      tag,
      facts: await this.#factsOf(tag, signal),
    }));
    const models = listed
      .filter(({ tag, facts }) => canChat(tag, facts))
      .map(({ tag, facts }) => toProviderModel(tag, facts, this.#maxContextTokens));
    this.#contextTokens = new Map(models.map(({ id, contextTokens }) => [id, contextTokens]));
    return models.sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
  }

  async test(signal: AbortSignal): Promise<ConnectionTestResult> {
    const { tags, latencyMs } = await fetchTags(this.#server, signal);
    const { value } = await requestJson(
      this.#server,
      { method: 'GET', path: 'api/version', signal },
      versionSchema,
    );
    return {
      latencyMs,
      modelCount: tags.filter((tag) => canChat(tag, null)).length,
      serverVersion: value.version,
    };
  }

  streamChat(request: ChatRequest, signal: AbortSignal): AsyncIterable<ModelStreamPart> {
    const { modelId, isContinuation } = request;
    const body = createChatBody(
      request,
      this.#contextTokens.get(modelId) ?? this.#maxContextTokens,
    );
    const start = (linkedSignal: AbortSignal) =>
      decodeStream({
        open: () =>
          openStream(this.#server, {
            method: 'POST',
            path: 'api/chat',
            body,
            modelId,
            signal: linkedSignal,
          }),
        read: (stream) => stream.lines(),
        decoder: new ChatDecoder({ server: this.#server, modelId, isContinuation }),
        signal: linkedSignal,
      });
    return withLoadingStatus({ start, signal, delayMs: loadingStatusDelayMs });
  }

  /** Pauses the downloads: Ollama keeps what it has. */
  async close(): Promise<void> {
    await this.library.close();
  }

  async #factsOf(tag: ModelTag, signal: AbortSignal): Promise<ModelFacts | null> {
    const known = this.#facts.get(tag.digest);
    if (known !== undefined) return known;
    try {
      const facts = await fetchFacts(this.#server, tag.name, signal);
      if (tag.digest !== '') this.#facts.set(tag.digest, facts);
      return facts;
    } catch (error) {
      if (signal.aborted) throw error;
      // One damaged or just deleted model must not hide the others.
      return null;
    }
  }
}
