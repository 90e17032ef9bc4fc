import { defineConfig } from '@braindrive/plugin-sdk/config';

/** What `bench/plugins.ts` installs many times, each time under another slug. */
export default defineConfig({
  slug: 'probe',
  version: '1.0.0',
  name: 'Probe',
  description: 'Answers what it is asked, so that this can be timed.',
  author: { name: 'BrainDrive' },
  license: 'MIT',
  category: 'other',
  permissions: {},
  server: { idleStopS: 5 },
  contributes: {
    pages: [{ id: 'probe', title: 'Probe', component: 'ProbePage', order: 900 }],
    background: 'ProbeBackground',
  },
});
