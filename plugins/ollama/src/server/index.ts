import { definePlugin } from '@braindrive/plugin-sdk/server';
import config from '../../plugin.config.ts';
import { ollamaProvider } from './ollama-provider.ts';

export default definePlugin(config, { providers: [ollamaProvider] });
