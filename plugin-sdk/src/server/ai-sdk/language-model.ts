import type { LanguageModelV3, LanguageModelV4 } from '@ai-sdk/provider';
import type { z } from 'zod';
import type { ProviderModel } from '../../models/model.ts';
import type { ConnectionPreset, ModelProvider, ProviderContext } from '../model-provider.ts';

/** A model of any AI SDK provider package of the specification versions 3 and 4. */
export type AiSdkLanguageModel = LanguageModelV3 | LanguageModelV4;

/** What a model is made of, once for each answer. Making one must not do I/O. */
export interface LanguageModelRequest<Settings> {
  readonly modelId: string;
  readonly settings: Settings;
  /** Give it to the provider package: it is the only way out, and turns failures into typed errors with advice. */
  readonly fetch: typeof fetch;
}

export interface ModelListRequest<Settings> {
  readonly settings: Settings;
  readonly fetch: typeof fetch;
  readonly signal: AbortSignal;
  readonly context: ProviderContext;
}

export interface AiSdkProviderOptions<Settings extends z.ZodObject> {
  readonly id: string;
  readonly name: string;
  readonly description?: string;
  readonly icon?: ModelProvider['icon'];
  readonly settings: Settings;
  readonly presets?: readonly ConnectionPreset[];
  /** Where prompts go; see {@link ModelProvider.destination}. */
  readonly destination?: ModelProvider['destination'];
  /** A fixed list, or the question for it. */
  readonly models:
    | readonly ProviderModel[]
    | ((request: ModelListRequest<z.output<Settings>>) => Promise<readonly ProviderModel[]>);
}
