import { defineProvider } from '@braindrive/plugin-sdk/server';
import { OllamaConnection } from './ollama-connection.ts';
import { ollamaSettingsSchema } from './settings.ts';

/** Models that an Ollama server runs, with its own chat API and its library. */
export const ollamaProvider = defineProvider({
  id: 'ollama',
  name: 'Ollama',
  description: 'Models on this machine or another one of yours that runs Ollama.',
  icon: 'server',
  settings: ollamaSettingsSchema,
  presets: [
    {
      id: 'ollama-here',
      name: 'Ollama on this machine',
      keyUrl: null,
      settings: { baseUrl: 'http://127.0.0.1:11434' },
    },
    {
      id: 'ollama-cloud',
      name: 'Ollama Cloud',
      keyUrl: 'https://ollama.com/settings/keys',
      settings: { baseUrl: 'https://ollama.com' },
    },
  ],
  isBuiltIn: false,
  hasLibrary: true,
  connect: (settings, context) => new OllamaConnection(settings, context),
});
