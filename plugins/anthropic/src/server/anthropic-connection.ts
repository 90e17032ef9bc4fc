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
  type ResponseStream,
} from '@braindrive/plugin-sdk/server';
import { ChatDecoder } from './chat-decoder.ts';
import { type Adaptation, createChatBody, findAdaptation, isPrefill } from './chat-request.ts';
import { fetchModels, type ListedModel, toProviderModel } from './model-list.ts';
import { type AnthropicSettings, normalizeBaseUrl } from './settings.ts';

/** One account at Anthropic, or at a gateway with the same API. */
export class AnthropicConnection implements ModelConnection {
  readonly destination: string | null;
  readonly #server: ModelServer;
  readonly #isThinkingEnabled: boolean;
  /** Limits and abilities of each model as last listed. */
  #models: ReadonlyMap<string, ListedModel> = new Map();
  /** What each model refused before, so that only its first request pays for it. */
  readonly #adaptations = new Map<string, Set<Adaptation>>();

  constructor(settings: AnthropicSettings, context: ProviderContext) {
    const baseUrl = normalizeBaseUrl(settings.baseUrl);
    const timeoutMs = settings.timeoutSeconds * 1000;
    this.destination = destinationOf(baseUrl);
    this.#isThinkingEnabled = settings.isThinkingEnabled;
    this.#server = {
      name: 'Anthropic',
      baseUrl,
      headers: { 'x-api-key': settings.apiKey.trim(), 'anthropic-version': '2023-06-01' },
      hasKey: true,
      timeouts: { firstByteMs: timeoutMs, idleMs: timeoutMs },
      fetch: context.fetch,
      now: context.now,
    };
  }

  async listModels(signal: AbortSignal): Promise<readonly ProviderModel[]> {
    const { models } = await this.#fetchModels(signal);
    return models.map(toProviderModel);
  }

  async test(signal: AbortSignal): Promise<ConnectionTestResult> {
    const { models, latencyMs } = await this.#fetchModels(signal);
    return { latencyMs, modelCount: models.length, serverVersion: null };
  }

  streamChat(request: ChatRequest, signal: AbortSignal): AsyncIterable<ModelStreamPart> {
    const last = request.messages.at(-1)?.content ?? '';
    return decodeStream({
      open: () => this.#openChat(request, signal),
      read: (stream) => stream.events(),
      decoder: new ChatDecoder({
        server: this.#server,
        modelId: request.modelId,
        dropsLeadingSpace: request.isContinuation && last !== last.trimEnd(),
      }),
      signal,
    });
  }

  async #openChat(request: ChatRequest, signal: AbortSignal): Promise<ResponseStream> {
    const { modelId } = request;
    const adaptations = new Set(this.#adaptations.get(modelId));
    if (this.#isThinkingEnabled && this.#models.size === 0) await this.#fetchModels(signal);
    for (;;) {
      const model = this.#models.get(modelId);
      const body = createChatBody(request, {
        model,
        adaptations,
        isThinkingEnabled: this.#isThinkingEnabled,
      });
      try {
        const stream = await openStream(this.#server, {
          method: 'POST',
          path: 'v1/messages',
          body,
          modelId,
          signal,
        });
        if (adaptations.size > 0) this.#adaptations.set(modelId, adaptations);
        return stream;
      } catch (error) {
        const adaptation = findAdaptation(error, body, isPrefill(request, adaptations));
        if (adaptation === null) throw error;
        adaptations.add(adaptation);
      }
    }
  }

  async #fetchModels(signal: AbortSignal) {
    const answer = await fetchModels(this.#server, signal);
    this.#models = new Map(answer.models.map((model) => [model.id, model]));
    return answer;
  }
}
