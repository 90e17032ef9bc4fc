import type { ProviderModel } from '@braindrive/plugin-sdk';
import { type ModelServer, requestJson } from '@braindrive/plugin-sdk/server';
import { z } from 'zod';

const detailsSchema = z
  .object({
    parameter_size: z.string().nullish().catch(null),
    quantization_level: z.string().nullish().catch(null),
  })
  .nullish()
  .catch(null);
const tagSchema = z.object({
  name: z.string().min(1).max(400),
  size: z.int().nonnegative().nullish().catch(null),
  digest: z.string().catch(''),
  details: detailsSchema,
});
export type ModelTag = z.infer<typeof tagSchema>;
const tagsSchema = z.object({ models: z.array(tagSchema) });

const showSchema = z.object({
  /** Missing before Ollama 0.6.4. */
  capabilities: z.array(z.string()).nullish().catch(null),
  model_info: z.record(z.string(), z.unknown()).nullish().catch(null),
});

/** What `POST /api/show` adds to a model's entry of the list. */
export interface ModelFacts {
  /** Null when the server is too old to say. */
  readonly capabilities: readonly string[] | null;
  readonly contextTokens: number | null;
}

export const fetchTags = async (server: ModelServer, signal: AbortSignal) => {
  const { value, latencyMs } = await requestJson(
    server,
    { method: 'GET', path: 'api/tags', signal },
    tagsSchema,
  );
  return { tags: value.models, latencyMs };
};

export async function fetchFacts(
  server: ModelServer,
  modelId: string,
  signal: AbortSignal,
): Promise<ModelFacts> {
  const request = {
    method: 'POST',
    path: 'api/show',
    body: { model: modelId },
    modelId,
    signal,
  } as const;
  const { value } = await requestJson(server, request, showSchema);
  return {
    capabilities: value.capabilities ?? null,
    contextTokens: readContextTokens(value.model_info ?? {}),
  };
}

/** The key carries the architecture: `llama.context_length`, `qwen3.context_length`. */
function readContextTokens(info: Readonly<Record<string, unknown>>): number | null {
  const key = Object.keys(info).find((name) => name.endsWith('.context_length'));
  const value = key === undefined ? undefined : info[key];
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? value : null;
}

const embeddingName = /(^|[-_/:])(embed|bge|minilm|e5|gte)|embed/i;

/** False for embedding models. */
export const canChat = (tag: ModelTag, facts: ModelFacts | null): boolean =>
  facts?.capabilities ? facts.capabilities.includes('completion') : !embeddingName.test(tag.name);

export function toProviderModel(
  tag: ModelTag,
  facts: ModelFacts | null,
  maxContextTokens: number,
): ProviderModel {
  const capabilities = facts?.capabilities ?? [];
  const note = [tag.details?.parameter_size, tag.details?.quantization_level]
    .filter(Boolean)
    .join(' · ');
  return {
    id: tag.name,
    name: tag.name.replace(/:latest$/, '').slice(0, 200),
    // What is asked for in a chat: the model's own context, unless the connection allows less.
    contextTokens: Math.min(facts?.contextTokens ?? maxContextTokens, maxContextTokens),
    capabilities: {
      vision: capabilities.includes('vision'),
      tools: capabilities.includes('tools'),
      reasoning: capabilities.includes('thinking'),
    },
    sizeBytes: tag.size ?? null,
    note: note === '' ? null : note.slice(0, 300),
  };
}
