import { defineConfig } from '@braindrive/plugin-sdk/config';

export default defineConfig({
  slug: 'openrouter',
  version: '0.1.0',
  name: 'OpenRouter',
  description: 'Hundreds of models of many makers, paid or free, behind one key.',
  author: { name: 'BrainDrive' },
  license: 'MIT',
  icon: 'cloud',
  category: 'models',
  tags: ['models'],
});
