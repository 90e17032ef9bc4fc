import type { ProviderModel } from '@braindrive/plugin-sdk';
import { z } from 'zod';

const texts = z.array(z.string()).nullish().catch(null);
const count = z.int().positive().nullish().catch(null);
const price = z.coerce.number().nonnegative().nullish().catch(null);

const listedModelSchema = z.object({
  id: z.string().min(1).max(400),
  name: z.string().min(1).catch(''),
  context_length: count,
  architecture: z
    .object({ input_modalities: texts, output_modalities: texts })
    .nullish()
    .catch(null),
  /** US dollars for one token. */
  pricing: z.object({ prompt: price, completion: price }).nullish().catch(null),
  supported_parameters: texts,
});
type ListedModel = z.infer<typeof listedModelSchema>;

/** The answer of `GET /models`. Entries that do not fit are left out. @see https://openrouter.ai/docs/api-reference/models/get-models */
export const modelListSchema = z
  .object({ data: z.array(listedModelSchema.nullable().catch(null)) })
  .transform(({ data }) => data.filter((entry) => entry !== null));

const tokensPerPrice = 1_000_000;

/** `Free`, or `$0.15 in, $0.60 out per million tokens`. */
function priceNote({ pricing }: ListedModel): string | null {
  const [prompt, completion] = [pricing?.prompt, pricing?.completion];
  if (prompt == null || completion == null) return null;
  if (prompt === 0 && completion === 0) return 'Free';
  const dollars = (perToken: number) => `$${(perToken * tokensPerPrice).toFixed(2)}`;
  return `${dollars(prompt)} in, ${dollars(completion)} out per million tokens`;
}

const answersInText = ({ architecture }: ListedModel): boolean =>
  architecture?.output_modalities?.includes('text') ?? true;

const isFree = ({ pricing }: ListedModel): boolean =>
  pricing?.prompt === 0 && pricing.completion === 0;

/** Every word has to be found in the id or the name. */
function matches(model: ListedModel, words: readonly string[]): boolean {
  const text = `${model.id} ${model.name}`.toLowerCase();
  return words.every((word) => text.includes(word));
}

/** Which of OpenRouter's models a connection offers. */
export interface ModelFilter {
  /** Words, any of several searches divided by commas: `qwen 3, anthropic`. Empty for all. */
  readonly search: string;
  readonly freeOnly: boolean;
}

/** Models that answer in text and pass the filter, by name. */
export function toProviderModels(
  models: readonly ListedModel[],
  { search, freeOnly }: ModelFilter,
): readonly ProviderModel[] {
  const searches = search
    .toLowerCase()
    .split(',')
    .map((part) => part.split(/\s+/).filter(Boolean))
    .filter((words) => words.length > 0);
  return models
    .filter(
      (model) =>
        answersInText(model) &&
        (!freeOnly || isFree(model)) &&
        (searches.length === 0 || searches.some((words) => matches(model, words))),
    )
    .map((model) => ({
      id: model.id,
      name: (model.name || model.id).slice(0, 200),
      contextTokens: model.context_length ?? null,
      capabilities: {
        vision: model.architecture?.input_modalities?.includes('image') ?? false,
        tools: model.supported_parameters?.includes('tools') ?? false,
        reasoning: model.supported_parameters?.includes('reasoning') ?? false,
      },
      sizeBytes: null,
      note: priceNote(model),
    }))
    .sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
}
