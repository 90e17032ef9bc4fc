import { secret, serverUrl } from '@braindrive/plugin-sdk/server';
import { z } from 'zod';

export const ollamaSettingsSchema = z.object({
  baseUrl: serverUrl().default('http://127.0.0.1:11434').meta({
    title: 'Address',
    description: 'Where Ollama listens.',
    placeholder: 'http://127.0.0.1:11434',
  }),
  apiKey: secret().optional().meta({
    title: 'API key',
    description: 'Only for ollama.com or an Ollama behind a gateway that wants one.',
    secret: true,
  }),
  maxContextTokens: z.int().min(2_048).max(2_000_000).default(16_384).meta({
    title: 'Largest context (tokens)',
    description:
      'Long conversations are cut to this. Each token takes memory on the machine that runs Ollama.',
  }),
  timeoutSeconds: z.int().min(5).max(300).default(300).meta({
    title: 'Time limit (s)',
    description:
      'How long Ollama may be silent, loading the model included, before an answer is given up.',
  }),
});
export type OllamaSettings = z.infer<typeof ollamaSettingsSchema>;

/** The address without the `/api` or `/v1` that people copy along. */
export const normalizeBaseUrl = (text: string): string =>
  text.replace(/\/+$/, '').replace(/\/(api|v1)$/, '');
