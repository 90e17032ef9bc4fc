import type { ProviderModel } from '@braindrive/plugin-sdk';
import { type ModelServer, requestJson } from '@braindrive/plugin-sdk/server';
import { z } from 'zod';

const support = z.object({ supported: z.boolean() }).nullish().catch(null);
const tokenLimit = z.int().positive().nullish().catch(null);
const listedModelSchema = z.object({
  id: z.string().min(1).max(400),
  display_name: z.string().nullish().catch(null),
  /** Largest prompt; null on gateways that do not say. */
  max_input_tokens: tokenLimit,
  /** Largest value of the request's own `max_tokens`. */
  max_tokens: tokenLimit,
  capabilities: z
    .object({
      image_input: support,
      thinking: z
        .object({
          supported: z.boolean(),
          types: z.object({ adaptive: support, enabled: support }).nullish().catch(null),
        })
        .nullish()
        .catch(null),
    })
    .nullish()
    .catch(null),
});
export type ListedModel = z.infer<typeof listedModelSchema>;

const pageSchema = z.object({
  data: z
    .array(listedModelSchema.nullable().catch(null))
    .transform((models) => models.filter((model) => model !== null)),
  has_more: z.boolean().catch(false),
  last_id: z.string().nullish().catch(null),
});

/** More pages than any account has; a server that always says "more" does not hold us. */
const maxPages = 20;

/**
 * Reads all pages of `GET /v1/models`, newest model first as the API sends them.
 * @see https://platform.claude.com/docs/en/api/models/list
 */
export async function fetchModels(
  server: ModelServer,
  signal: AbortSignal,
): Promise<{ models: readonly ListedModel[]; latencyMs: number }> {
  const models: ListedModel[] = [];
  let firstLatencyMs: number | null = null;
  let after = '';
  for (let page = 0; page < maxPages; page++) {
    const path = `v1/models?limit=1000${after}`;
    const { value, latencyMs } = await requestJson(
      server,
      { method: 'GET', path, signal },
      pageSchema,
    );
    firstLatencyMs ??= latencyMs;
    models.push(...value.data);
    const last = value.last_id ?? value.data.at(-1)?.id;
    if (!value.has_more || last === undefined) break;
    after = `&after_id=${encodeURIComponent(last)}`;
  }
  return { models, latencyMs: firstLatencyMs ?? 0 };
}

export function toProviderModel(model: ListedModel): ProviderModel {
  return {
    id: model.id,
    name: (model.display_name || model.id).slice(0, 200),
    contextTokens: model.max_input_tokens ?? null,
    capabilities: {
      vision: model.capabilities?.image_input?.supported ?? false,
      // Every model of the Messages API takes tools, which is why the list has no field for it.
      tools: true,
      reasoning: model.capabilities?.thinking?.supported ?? false,
    },
    sizeBytes: null,
    note: null,
  };
}
