import { defineConfig } from '@braindrive/plugin-sdk/config';
import { z } from 'zod';

export default defineConfig({
  slug: 'keeper',
  version: '1.0.0',
  name: 'Keeper',
  description: 'Keeps short notes on a shelf.',
  author: { name: 'Ada' },
  license: 'MIT',
  category: 'blocks',
  permissions: {
    storage: { quotaMB: 5, reason: 'To keep your notes.' },
  },
  settings: z.object({
    greeting: z.string().max(40).default('Welcome').meta({ title: 'Greeting' }),
  }),
  contributes: {
    pages: [{ id: 'shelf', title: 'Keeper', component: 'Shelf', order: 400 }],
    components: [{ name: 'Shelf', title: 'Shelf', size: { width: 6, height: 6 } }],
  },
});
