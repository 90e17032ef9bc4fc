import type { ModelStreamPart } from '../../models/model.ts';
import { decodeStream, type ModelServer, openStream, type ResponseStream } from '../http/index.ts';
import type { ChatRequest } from '../model-provider.ts';
import { ChatDecoder } from './chat-decoder.ts';
import { type Adaptation, createChatBody, findAdaptation } from './chat-request.ts';

/** A model refuses at most this many fields before the error is shown as it is. */
const maxAdaptations = 6;

/**
 * Chats with a server that speaks OpenAI's chat completions API (`POST chat/completions` below its base URL), and
 * learns what each of its models refuses: newer ones want other names for the same fields, strict servers refuse
 * fields that they do not know.
 */
export class OpenAiChat {
  readonly #server: ModelServer;
  /** What each model refused before, so that only its first request pays for it. */
  readonly #adaptations = new Map<string, Set<Adaptation>>();

  constructor(server: ModelServer) {
    this.#server = server;
  }

  /** One answer, as `ModelConnection.streamChat` wants it. @throws {ProviderError} also in mid-answer. */
  stream(request: ChatRequest, signal: AbortSignal): AsyncIterable<ModelStreamPart> {
    const { modelId, isContinuation } = request;
    return decodeStream({
      open: () => this.#open(request, signal),
      read: (stream) => stream.events(),
      decoder: new ChatDecoder({ server: this.#server, modelId, isContinuation }),
      signal,
    });
  }

  async #open(request: ChatRequest, signal: AbortSignal): Promise<ResponseStream> {
    const { modelId } = request;
    const adaptations = new Set(this.#adaptations.get(modelId));
    for (;;) {
      const body = createChatBody(request, adaptations);
      try {
        const stream = await openStream(this.#server, {
          method: 'POST',
          path: 'chat/completions',
          body,
          modelId,
          signal,
        });
        if (adaptations.size > 0) this.#adaptations.set(modelId, adaptations);
        return stream;
      } catch (error) {
        const adaptation = findAdaptation(error, body);
        if (adaptation === null || adaptations.size >= maxAdaptations) throw error;
        adaptations.add(adaptation);
      }
    }
  }
}
