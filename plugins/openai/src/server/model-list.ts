import type { ProviderModel } from '@braindrive/plugin-sdk';
import { z } from 'zod';

const count = z.int().positive().nullish().catch(null);
const texts = z.array(z.string()).nullish().catch(null);

// One schema for all dialects: each field is what at least one server sends.
const listedModelSchema = z.object({
  id: z.string().min(1).max(400),
  name: z.string().nullish().catch(null),
  display_name: z.string().nullish().catch(null),
  owned_by: z.string().nullish().catch(null),
  active: z.boolean().nullish().catch(null),
  type: z.string().nullish().catch(null),
  context_length: count,
  context_window: count,
  max_context_length: count,
  loaded_context_length: count,
  max_model_len: count,
  max_input_tokens: count,
  meta: z
    .object({ n_ctx: count, n_ctx_train: count, size: z.int().nonnegative().nullish().catch(null) })
    .nullish()
    .catch(null),
  architecture: z
    .object({ input_modalities: texts, output_modalities: texts })
    .nullish()
    .catch(null),
  supported_parameters: texts,
  capabilities: z
    .union([z.array(z.string()), z.record(z.string(), z.unknown())])
    .nullish()
    .catch(null),
});
type ListedModel = z.infer<typeof listedModelSchema>;

const entrySchema = listedModelSchema.nullable().catch(null);
/** The answer of `GET /models`: `{ data: [...] }`, or the bare list that Together sends. Entries that do not fit are left out. */
export const modelListSchema = z
  .union([
    z.array(entrySchema),
    z.object({ data: z.array(entrySchema) }).transform(({ data }) => data),
  ])
  .transform((entries) => entries.filter((entry) => entry !== null));

// Models whose list entry says nothing about their kind. Words are matched whole: "bge-m3", not "m3".
const notChatId =
  /(^|[-_/.:])(embed(ding)?s?|embedder|bge|e5|gte|minilm|rerank(er)?|whisper|tts|transcribe|dall-e|imagen|veo|sora|moderation|realtime|stable-diffusion|sdxl|flux|davinci-002|babbage-002|gpt-image|chatgpt-image|speech|aqa)([-_/.:\d]|$)/i;
const notChatType = /embed|image|audio|video|moderation|rerank|transcri|speech|tts/i;

function canChat(model: ListedModel): boolean {
  if (model.active === false) return false;
  if (model.type !== null && model.type !== undefined && notChatType.test(model.type)) return false;
  const outputs = model.architecture?.output_modalities;
  if (outputs !== null && outputs !== undefined && !outputs.includes('text')) return false;
  if (!Array.isArray(model.capabilities) && model.capabilities?.completion_chat === false)
    return false;
  return !notChatId.test(model.id);
}

const hasCapability = ({ capabilities }: ListedModel, names: readonly string[]): boolean =>
  Array.isArray(capabilities)
    ? names.some((name) => capabilities.includes(name))
    : names.some((name) => capabilities?.[name] === true);

function toProviderModel(model: ListedModel): ProviderModel {
  const parameters = model.supported_parameters ?? [];
  return {
    id: model.id,
    name: (model.name || model.display_name || model.id).slice(0, 200),
    contextTokens:
      model.loaded_context_length ??
      model.meta?.n_ctx ??
      model.context_length ??
      model.context_window ??
      model.max_context_length ??
      model.max_model_len ??
      model.max_input_tokens ??
      model.meta?.n_ctx_train ??
      null,
    capabilities: {
      vision:
        model.type === 'vlm' ||
        (model.architecture?.input_modalities?.includes('image') ?? false) ||
        hasCapability(model, ['vision', 'multimodal', 'image_input']),
      tools:
        parameters.includes('tools') ||
        hasCapability(model, ['tool_use', 'tools', 'function_calling']),
      reasoning:
        parameters.includes('reasoning') || hasCapability(model, ['reasoning', 'thinking']),
    },
    sizeBytes: model.meta?.size ?? null,
    note: null,
  };
}

/** Chat models only, by name; what servers list beside them (embeddings, speech, images) cannot answer. */
export function toProviderModels(models: readonly ListedModel[]): readonly ProviderModel[] {
  const byId = new Map(models.filter(canChat).map((model) => [model.id, toProviderModel(model)]));
  return [...byId.values()].sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
}

/** True for the list of an LM Studio server, whose own API at `/api/v0/models` tells more about each model. */
export const isLmStudioList = (models: readonly ListedModel[]): boolean =>
  models.length > 0 && models.every(({ owned_by }) => owned_by === 'organization_owner');

/** True for the list of a vLLM server, which tells its version at `/version`. */
export const isVllmList = (models: readonly ListedModel[]): boolean =>
  models.length > 0 && models.every(({ owned_by }) => owned_by === 'vllm');
export type { ListedModel };
