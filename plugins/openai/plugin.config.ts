import { defineConfig } from '@braindrive/plugin-sdk/config';

export default defineConfig({
  slug: 'openai',
  version: '0.1.0',
  name: 'OpenAI-compatible',
  description:
    'Every service and server that speaks the chat completions API: OpenAI, Groq, LM Studio, vLLM and many more.',
  author: { name: 'BrainDrive' },
  license: 'MIT',
  icon: 'cloud',
  category: 'models',
  tags: ['openai', 'models'],
});
