import { defineProvider } from '@braindrive/plugin-sdk/server';
import { AnthropicConnection } from './anthropic-connection.ts';
import { anthropicSettingsSchema } from './settings.ts';

/** Claude models over Anthropic's Messages API. */
export const anthropicProvider = defineProvider({
  id: 'anthropic',
  name: 'Anthropic',
  description: 'Claude models, with a key of your own.',
  icon: 'cloud',
  settings: anthropicSettingsSchema,
  presets: [
    {
      id: 'anthropic',
      name: 'Anthropic',
      keyUrl: 'https://console.anthropic.com/settings/keys',
      settings: { baseUrl: 'https://api.anthropic.com' },
    },
  ],
  isBuiltIn: false,
  connect: (settings, context) => new AnthropicConnection(settings, context),
});
