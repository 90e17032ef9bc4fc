import { type ConnectionPreset, secret, serverUrl } from '@braindrive/plugin-sdk/server';
import { z } from 'zod';

export const openAiCompatibleSettingsSchema = z.object({
  baseUrl: serverUrl().meta({
    title: 'Base URL',
    description: 'Address of the API, as the server documents it. It usually ends in /v1.',
    placeholder: 'http://127.0.0.1:1234/v1',
  }),
  apiKey: secret().optional().meta({
    title: 'API key',
    description: 'Leave it empty for a server without keys.',
    placeholder: 'sk-…',
    secret: true,
  }),
  timeoutSeconds: z.int().min(5).max(300).default(120).meta({
    title: 'Time limit (s)',
    description: 'How long the server may be silent before an answer is given up.',
  }),
});
export type OpenAiCompatibleSettings = z.infer<typeof openAiCompatibleSettingsSchema>;

const preset = (
  id: string,
  name: string,
  baseUrl: string,
  keyUrl: string | null,
): ConnectionPreset => ({
  id,
  name,
  keyUrl,
  settings: { baseUrl },
});

/** Services first, then servers for one's own machine. */
export const presets: readonly ConnectionPreset[] = [
  preset('openai', 'OpenAI', 'https://api.openai.com/v1', 'https://platform.openai.com/api-keys'),
  preset(
    'openrouter',
    'OpenRouter',
    'https://openrouter.ai/api/v1',
    'https://openrouter.ai/settings/keys',
  ),
  preset('groq', 'Groq', 'https://api.groq.com/openai/v1', 'https://console.groq.com/keys'),
  preset(
    'together',
    'Together',
    'https://api.together.xyz/v1',
    'https://api.together.ai/settings/api-keys',
  ),
  preset('mistral', 'Mistral', 'https://api.mistral.ai/v1', 'https://console.mistral.ai/api-keys'),
  preset(
    'deepseek',
    'DeepSeek',
    'https://api.deepseek.com/v1',
    'https://platform.deepseek.com/api_keys',
  ),
  preset(
    'gemini',
    'Google Gemini',
    'https://generativelanguage.googleapis.com/v1beta/openai',
    'https://aistudio.google.com/apikey',
  ),
  preset('xai', 'xAI', 'https://api.x.ai/v1', 'https://console.x.ai'),
  preset(
    'fireworks',
    'Fireworks',
    'https://api.fireworks.ai/inference/v1',
    'https://app.fireworks.ai/settings/users/api-keys',
  ),
  preset('cerebras', 'Cerebras', 'https://api.cerebras.ai/v1', 'https://cloud.cerebras.ai'),
  preset('lm-studio', 'LM Studio', 'http://127.0.0.1:1234/v1', null),
  preset('llama-cpp', 'llama.cpp server', 'http://127.0.0.1:8080/v1', null),
  preset('vllm', 'vLLM', 'http://127.0.0.1:8000/v1', null),
  preset('jan', 'Jan', 'http://127.0.0.1:1337/v1', null),
];

/** A bare host is taken as its `/v1`, where nearly all servers answer. */
export function normalizeBaseUrl(text: string): string {
  const url = new URL(text);
  return url.pathname === '/' ? `${url.origin}/v1` : text.replace(/\/+$/, '');
}
