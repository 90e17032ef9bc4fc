import { secret, serverUrl } from '@braindrive/plugin-sdk/server';
import { z } from 'zod';

export const openRouterSettingsSchema = z.object({
  apiKey: secret().min(1, 'Enter a key.').meta({
    title: 'API key',
    description: 'Made at openrouter.ai under Settings, Keys.',
    placeholder: 'sk-or-v1-…',
    secret: true,
  }),
  search: z.string().max(200).default('').meta({
    title: 'Only models that match',
    description: 'Words to look for, several searches divided by commas. Empty offers all.',
    placeholder: 'qwen 3, anthropic',
  }),
  freeOnly: z.boolean().default(false).meta({ title: 'Only free models' }),
  timeoutSeconds: z.int().min(5).max(300).default(120).meta({
    title: 'Time limit (s)',
    description: 'How long OpenRouter may be silent before an answer is given up.',
  }),
  baseUrl: serverUrl().default('https://openrouter.ai/api/v1').meta({
    title: 'Base URL',
    description: 'Change it only for a gateway of your own.',
  }),
});
export type OpenRouterSettings = z.infer<typeof openRouterSettingsSchema>;
