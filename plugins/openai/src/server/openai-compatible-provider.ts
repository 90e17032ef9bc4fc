import { defineProvider } from '@braindrive/plugin-sdk/server';
import { OpenAiCompatibleConnection } from './openai-compatible-connection.ts';
import { openAiCompatibleSettingsSchema, presets } from './settings.ts';

/** Every service and server that speaks OpenAI's chat completions API. */
export const openAiCompatibleProvider = defineProvider({
  id: 'openai-compatible',
  name: 'OpenAI-compatible',
  description:
    'OpenAI, OpenRouter, Groq, LM Studio, vLLM, llama.cpp and every other server with the same API.',
  icon: 'cloud',
  settings: openAiCompatibleSettingsSchema,
  presets,
  isBuiltIn: false,
  connect: (settings, context) => new OpenAiCompatibleConnection(settings, context),
});
