import type { ModelPull } from '@braindrive/plugin-sdk';
import { defineProvider, type ModelLibrary } from '@braindrive/plugin-sdk/server';
import { ScriptedModel } from '@braindrive/test-kit';
import { z } from 'zod';

const pullCalled = (id: string, state: ModelPull['state']): ModelPull => ({
  id,
  name: id,
  state,
  receivedBytes: 0,
  totalBytes: 100,
  bytesPerSecond: null,
  source: 'hub.example',
  error: null,
});

const library = (): ModelLibrary => ({
  machine: async () => null,
  catalogue: async () => [],
  pulls: () => [pullCalled('one', 'running')],
  onPull: () => () => {},
  pull: async (source) => pullCalled(source, 'running'),
  pause: async (id) => pullCalled(id, 'paused'),
  cancel: async (id) => pullCalled(id, 'cancelled'),
  remove: async () => {},
});

/** A provider whose models take questions and never answer, so that a run stays open; with a library. */
export const scriptedProvider = defineProvider({
  id: 'scripted',
  name: 'Scripted',
  description: 'Models of a test.',
  icon: 'server',
  settings: z.object({}),
  presets: [],
  isBuiltIn: false,
  connect: () => {
    const model = new ScriptedModel();
    return {
      destination: null,
      library: library(),
      listModels: async () => [
        {
          id: 'one',
          name: 'One',
          contextTokens: 8_192,
          capabilities: { vision: false, tools: false, reasoning: false },
          sizeBytes: null,
          note: null,
        },
      ],
      test: async () => ({ latencyMs: 1, modelCount: 1, serverVersion: null }),
      streamChat: (request, signal) => model.streamChat(request, signal),
    };
  },
});
