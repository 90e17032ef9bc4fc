import { definePlugin } from '@braindrive/plugin-sdk/server';
import config from '../../plugin.config.ts';
import { anthropicProvider } from './anthropic-provider.ts';

export default definePlugin(config, { providers: [anthropicProvider] });
