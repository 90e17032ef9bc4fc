import { defineConfig } from '@braindrive/plugin-sdk/config';

export default defineConfig({
  slug: 'anthropic',
  version: '0.1.0',
  name: 'Anthropic',
  description: 'Claude models, with a key of your own.',
  author: { name: 'BrainDrive' },
  license: 'MIT',
  icon: 'cloud',
  category: 'models',
  tags: ['claude', 'models'],
});
