import type { ModelStreamPart } from '../../models/model.ts';
import type { AiService, ChatOptions } from '../../server/services/services.ts';
import type { BridgeClient } from '../bridge-client.ts';

export function createAi(client: BridgeClient): AiService {
  async function* stream({
    model,
    messages,
    parameters = {},
    signal,
  }: ChatOptions): AsyncGenerator<ModelStreamPart, void> {
    const params = { model: model ?? null, messages: [...messages], parameters };
    for await (const parts of client.stream('ai.chat', params, signal)) {
      if (Array.isArray(parts)) yield* parts;
    }
  }
  return {
    models: () => client.call('ai.models', null),
    stream,
    async generate(options) {
      let text = '';
      for await (const part of stream(options)) if (part.type === 'text-delta') text += part.delta;
      return text;
    },
    budget: () => client.call('ai.budget', null),
  };
}
