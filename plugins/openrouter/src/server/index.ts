import { definePlugin } from '@braindrive/plugin-sdk/server';
import config from '../../plugin.config.ts';
import { openRouterProvider } from './openrouter-provider.ts';

export default definePlugin(config, { providers: [openRouterProvider] });
