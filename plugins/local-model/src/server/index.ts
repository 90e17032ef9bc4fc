import { env } from 'node:process';
import { definePlugin } from '@braindrive/plugin-sdk/server';
import config from '../../plugin.config.ts';
import { createLocalModelProvider } from './local-model-provider.ts';
import { optionsFromEnvironment } from './options-from-environment.ts';

const provider = createLocalModelProvider({
  ...optionsFromEnvironment(env),
  // Built beside this module, see `programs` in the config.
  processEntry: new URL('./llama-process.mjs', import.meta.url),
});

export default definePlugin(config, { providers: [provider] });
