import { definePlugin } from '@braindrive/plugin-sdk/server';
import config from '../../plugin.config.ts';
import { openAiCompatibleProvider } from './openai-compatible-provider.ts';

export default definePlugin(config, { providers: [openAiCompatibleProvider] });
