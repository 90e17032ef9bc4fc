import { defineConfig } from '@braindrive/plugin-sdk/config';

export default defineConfig({
  slug: 'ollama',
  version: '0.1.0',
  name: 'Ollama',
  description: 'Models of an Ollama server, on this machine or another one of yours.',
  author: { name: 'BrainDrive' },
  license: 'MIT',
  icon: 'server',
  category: 'models',
  tags: ['ollama', 'local'],
});
