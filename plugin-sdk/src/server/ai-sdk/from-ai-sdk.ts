import { z } from 'zod';
import type { ModelProvider } from '../model-provider.ts';
import { AiSdkConnection } from './ai-sdk-connection.ts';
import type {
  AiSdkLanguageModel,
  AiSdkProviderOptions,
  LanguageModelRequest,
} from './language-model.ts';

const isLanguageModel = (value: object): value is AiSdkLanguageModel =>
  'doStream' in value && 'modelId' in value;

/**
 * Makes a model provider of any AI SDK provider package:
 *
 * ```ts
 * const mistral = fromAiSdk(
 *   ({ modelId, settings, fetch }) => createMistral({ apiKey: settings.apiKey, fetch })(modelId),
 *   { id: 'mistral', name: 'Mistral', settings: z.object({ apiKey: secret() }),
 *     destination: { kind: 'host', host: 'api.mistral.ai' }, models: [ … ] },
 * );
 * ```
 *
 * Text, thinking, tool calls, usage and finish reasons are streamed; aborting ends the HTTP request; failures are
 * `provider/…` errors with advice, as those of the bundled providers.
 */
export function fromAiSdk<Settings extends z.ZodObject>(
  createModel: (request: LanguageModelRequest<z.output<Settings>>) => AiSdkLanguageModel,
  options: AiSdkProviderOptions<Settings>,
): ModelProvider<Settings>;
/** One ready-made model, for tests and for models that need no connection of their own. */
export function fromAiSdk(
  model: AiSdkLanguageModel,
  options?: Partial<
    Pick<AiSdkProviderOptions<z.ZodObject>, 'id' | 'name' | 'description' | 'icon' | 'destination'>
  >,
): ModelProvider;
export function fromAiSdk(
  source:
    | AiSdkLanguageModel
    | ((request: LanguageModelRequest<Record<string, unknown>>) => AiSdkLanguageModel),
  options: Partial<AiSdkProviderOptions<z.ZodObject>> = {},
): ModelProvider {
  const provider = isLanguageModel(source)
    ? { ...describeModel(source), ...options }
    : (options as AiSdkProviderOptions<z.ZodObject>);
  const createModel = isLanguageModel(source) ? () => source : source;
  return {
    id: provider.id,
    name: provider.name,
    description: provider.description ?? `Models of ${provider.name}.`,
    icon: provider.icon ?? 'cloud',
    settings: provider.settings,
    presets: provider.presets ?? [],
    isBuiltIn: false,
    ...(provider.destination === undefined ? {} : { destination: provider.destination }),
    connect: (settings, context) =>
      new AiSdkConnection({ provider, createModel, settings, context }),
  };
}

function describeModel({
  provider,
  modelId,
}: AiSdkLanguageModel): AiSdkProviderOptions<z.ZodObject> {
  return {
    id: provider.toLowerCase().replace(/[^a-z0-9]+/g, '-'),
    name: provider,
    settings: z.object({}),
    models: [
      {
        id: modelId,
        name: modelId,
        contextTokens: null,
        capabilities: { vision: false, tools: true, reasoning: false },
        sizeBytes: null,
        note: null,
      },
    ],
  };
}
