import { secret, serverUrl } from '@braindrive/plugin-sdk/server';
import { z } from 'zod';

export const anthropicSettingsSchema = z.object({
  apiKey: secret()
    .min(1, 'Enter a key.')
    .meta({ title: 'API key', placeholder: 'sk-ant-…', secret: true }),
  baseUrl: serverUrl().default('https://api.anthropic.com').meta({
    title: 'Base URL',
    description: 'Change it for a gateway that speaks the same API.',
    placeholder: 'https://api.anthropic.com',
  }),
  isThinkingEnabled: z.boolean().default(false).meta({
    title: 'Extended thinking',
    description:
      'Models that can think before they answer do so. Their thinking is shown and costs tokens.',
  }),
  timeoutSeconds: z.int().min(5).max(300).default(120).meta({
    title: 'Time limit (s)',
    description: 'How long the server may be silent before an answer is given up.',
  }),
});
export type AnthropicSettings = z.infer<typeof anthropicSettingsSchema>;

/** The address without the `/v1` that people copy along; the paths here begin with it. */
export const normalizeBaseUrl = (text: string): string =>
  text.replace(/\/+$/, '').replace(/\/v1$/, '');
