import type { ModelProvider, ProviderContext } from '@braindrive/plugin-sdk/server';
import { z } from 'zod';
import { LocalModelConnection } from './local-model-connection.ts';
import type { LocalModelOptions } from './local-model-options.ts';

/** There is nothing to fill in: the host makes the one connection. */
const settingsSchema = z.object({});

/** The provider for models on this machine; its connection can do a little more than others. */
export interface LocalModelProvider extends ModelProvider<typeof settingsSchema> {
  connect(settings: z.infer<typeof settingsSchema>, context: ProviderContext): LocalModelConnection;
}

/** Makes the provider that runs models on this machine with llama.cpp, in a process of its own. */
export const createLocalModelProvider = (options: LocalModelOptions = {}): LocalModelProvider => ({
  id: 'local-model',
  name: 'This machine',
  description: 'Runs open models on this machine. Nothing you write leaves it.',
  icon: 'cpu',
  settings: settingsSchema,
  presets: [],
  isBuiltIn: true,
  hasLibrary: true,
  connect: (_settings, context) => new LocalModelConnection(options, context),
});
