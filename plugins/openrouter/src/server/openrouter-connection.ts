import type { ModelStreamPart, ProviderModel } from '@braindrive/plugin-sdk';
import {
  type ChatRequest,
  type ConnectionTestResult,
  destinationOf,
  type ModelConnection,
  type ModelServer,
  OpenAiChat,
  type ProviderContext,
  requestJson,
} from '@braindrive/plugin-sdk/server';
import { z } from 'zod';
import { modelListSchema, toProviderModels } from './model-list.ts';
import type { OpenRouterSettings } from './settings.ts';

/** One OpenRouter account. */
export class OpenRouterConnection implements ModelConnection {
  readonly destination: string | null;
  readonly #settings: OpenRouterSettings;
  readonly #server: ModelServer;
  readonly #chat: OpenAiChat;

  constructor(settings: OpenRouterSettings, context: ProviderContext) {
    const { baseUrl, apiKey } = settings;
    const timeoutMs = settings.timeoutSeconds * 1000;
    this.destination = destinationOf(baseUrl);
    this.#settings = settings;
    this.#server = {
      name: 'OpenRouter',
      baseUrl: baseUrl.replace(/\/+$/, ''),
      // The title lets people find BrainDrive in their own usage list; no address is sent.
      headers: { authorization: `Bearer ${apiKey.trim()}`, 'x-title': 'BrainDrive' },
      hasKey: true,
      timeouts: { firstByteMs: timeoutMs, idleMs: timeoutMs },
      fetch: context.fetch,
      now: context.now,
    };
    this.#chat = new OpenAiChat(this.#server);
  }

  async listModels(signal: AbortSignal): Promise<readonly ProviderModel[]> {
    const request = { method: 'GET', path: 'models', signal } as const;
    const { value } = await requestJson(this.#server, request, modelListSchema);
    return toProviderModels(value, this.#settings);
  }

  /** The list is public, so only the question about the key says whether the key is good. */
  async test(signal: AbortSignal): Promise<ConnectionTestResult> {
    const request = { method: 'GET', path: 'key', signal } as const;
    const [{ latencyMs }, models] = await Promise.all([
      requestJson(this.#server, request, z.object({ data: z.object({}) })),
      this.listModels(signal),
    ]);
    return { latencyMs, modelCount: models.length, serverVersion: null };
  }

  streamChat(request: ChatRequest, signal: AbortSignal): AsyncIterable<ModelStreamPart> {
    return this.#chat.stream(request, signal);
  }
}
