import { defineProvider } from '@braindrive/plugin-sdk/server';
import { OpenRouterConnection } from './openrouter-connection.ts';
import { openRouterSettingsSchema } from './settings.ts';

/** Hundreds of models of many makers behind one key. */
export const openRouterProvider = defineProvider({
  id: 'openrouter',
  name: 'OpenRouter',
  description: 'Hundreds of models of many makers, paid or free, behind one key.',
  icon: 'cloud',
  settings: openRouterSettingsSchema,
  presets: [
    {
      id: 'openrouter',
      name: 'OpenRouter',
      keyUrl: 'https://openrouter.ai/settings/keys',
      settings: {},
    },
  ],
  isBuiltIn: false,
  connect: (settings, context) => new OpenRouterConnection(settings, context),
});
