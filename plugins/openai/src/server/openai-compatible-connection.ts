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
import {
  isLmStudioList,
  isVllmList,
  type ListedModel,
  modelListSchema,
  toProviderModels,
} from './model-list.ts';
import { normalizeBaseUrl, type OpenAiCompatibleSettings } from './settings.ts';

/** Questions that only some servers answer get this long. */
const extraTimeouts = { firstByteMs: 2_000, idleMs: 2_000 };

/** One server that speaks OpenAI's chat completions API. */
export class OpenAiCompatibleConnection implements ModelConnection {
  readonly destination: string | null;
  readonly #server: ModelServer;
  /** The root of the same machine, for the servers' own APIs beside the common one. */
  readonly #origin: ModelServer;
  readonly #chat: OpenAiChat;

  constructor(settings: OpenAiCompatibleSettings, context: ProviderContext) {
    const baseUrl = normalizeBaseUrl(settings.baseUrl);
    const timeoutMs = settings.timeoutSeconds * 1000;
    const apiKey = settings.apiKey?.trim() ?? '';
    this.destination = destinationOf(baseUrl);
    this.#server = {
      name: this.destination ?? 'The model server',
      baseUrl,
      headers: apiKey === '' ? {} : { authorization: `Bearer ${apiKey}` },
      hasKey: apiKey !== '',
      timeouts: { firstByteMs: timeoutMs, idleMs: timeoutMs },
      fetch: context.fetch,
      now: context.now,
    };
    this.#chat = new OpenAiChat(this.#server);
    this.#origin = { ...this.#server, baseUrl: new URL(baseUrl).origin, timeouts: extraTimeouts };
  }

  async listModels(signal: AbortSignal): Promise<readonly ProviderModel[]> {
    const { value } = await this.#fetchList(signal);
    const richer = isLmStudioList(value) ? await this.#fetchLmStudioList(signal) : null;
    return toProviderModels(richer ?? value);
  }

  async test(signal: AbortSignal): Promise<ConnectionTestResult> {
    const { value, latencyMs } = await this.#fetchList(signal);
    // OpenRouter shows its list to everybody, so only this says whether the key is good.
    if (this.destination === 'openrouter.ai' && this.#server.hasKey) {
      await requestJson(this.#server, { method: 'GET', path: 'key', signal }, z.object({}));
    }
    const serverVersion = isVllmList(value) ? await this.#fetchVllmVersion(signal) : null;
    return { latencyMs, modelCount: toProviderModels(value).length, serverVersion };
  }

  streamChat(request: ChatRequest, signal: AbortSignal): AsyncIterable<ModelStreamPart> {
    return this.#chat.stream(request, signal);
  }

  #fetchList(signal: AbortSignal) {
    return requestJson(this.#server, { method: 'GET', path: 'models', signal }, modelListSchema);
  }

  /** @returns null when the server turns out not to be LM Studio. */
  async #fetchLmStudioList(signal: AbortSignal): Promise<readonly ListedModel[] | null> {
    return await optional(signal, async () => {
      const { value } = await requestJson(
        this.#origin,
        { method: 'GET', path: 'api/v0/models', signal },
        modelListSchema,
      );
      return value;
    });
  }

  async #fetchVllmVersion(signal: AbortSignal): Promise<string | null> {
    return await optional(signal, async () => {
      const schema = z.object({ version: z.string().max(100) });
      const { value } = await requestJson(
        this.#origin,
        { method: 'GET', path: 'version', signal },
        schema,
      );
      return value.version;
    });
  }
}

/** Null instead of a failure: the question is one that a server need not answer. An abort stays an abort. */
async function optional<Value>(
  signal: AbortSignal,
  ask: () => Promise<Value>,
): Promise<Value | null> {
  try {
    return await ask();
  } catch (error) {
    if (signal.aborted) throw error;
    return null;
  }
}
