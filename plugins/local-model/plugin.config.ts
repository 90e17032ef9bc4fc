import { defineConfig } from '@braindrive/plugin-sdk/config';

export default defineConfig({
  slug: 'local-model',
  version: '0.1.0',
  name: 'Local models',
  description: 'Runs open models on this machine. Nothing you write leaves it.',
  author: { name: 'BrainDrive' },
  license: 'MIT',
  icon: 'cpu',
  category: 'models',
  tags: ['local', 'offline'],
  permissions: {
    native: { reason: 'To run llama.cpp in a process of its own and to keep model files.' },
  },
  server: {
    environment: [
      'BRAINDRIVE_STARTER_MODEL',
      'BRAINDRIVE_MODEL_PATH',
      'BRAINDRIVE_MODEL_HUB',
      'BRAINDRIVE_MODEL_IDLE_MINUTES',
      'BRAINDRIVE_GPU',
      'PIP_INDEX_URL',
      // Where pip's own configuration lies.
      'HOME',
      'XDG_CONFIG_HOME',
      'PIP_CONFIG_FILE',
    ],
    external: ['node-llama-cpp'],
    programs: { 'llama-process': 'src/server/llama-process/main.ts' },
  },
});
