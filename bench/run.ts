/**
 * Measures BrainDrive against the budgets of docs/architecture.md.
 *
 *   npm run bench                      everything but `install`
 *   npm run bench -- streams search    only these
 *   npm run bench -- plugins --calls 1000000
 */
import { parseArgs } from 'node:util';
import type { BenchOptions } from './support/options.ts';

const benches: Readonly<Record<string, (options: BenchOptions) => Promise<void>>> = {
  start: async (options) => (await import('./start.ts')).measureStart(options),
  'first-token': async (options) => (await import('./first-token.ts')).measureFirstToken(options),
  streams: async (options) => (await import('./streams.ts')).measureStreams(options),
  burst: async (options) => (await import('./burst.ts')).measureBurst(options),
  'page-load': async (options) => (await import('./page-load.ts')).measurePageLoad(options),
  pixels: async (options) => (await import('./pixels.ts')).measurePixels(options),
  list: async (options) => (await import('./conversations.ts')).measureList(options),
  sidebar: async (options) => (await import('./sidebar.ts')).measureSidebar(options),
  search: async (options) => (await import('./conversations.ts')).measureSearch(options),
  install: async (options) => (await import('./install.ts')).measureInstall(options),
  plugins: async (options) => (await import('./plugins.ts')).measurePlugins(options),
  'plugin-process': async () => (await import('./plugin-process.ts')).measurePluginProcess(),
  'local-model': async (options) => (await import('./local-model.ts')).measureLocalModel(options),
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { profile: { type: 'string' }, calls: { type: 'string' } },
});
const asked = new Set(['install']);
const names =
  positionals.length === 0 ? Object.keys(benches).filter((name) => !asked.has(name)) : positionals;
for (const name of names) {
  const bench = benches[name];
  if (bench === undefined)
    throw new Error(
      `There is no measurement "${name}". There are: ${Object.keys(benches).join(', ')}.`,
    );
  await bench({
    profile: values.profile,
    calls: values.calls === undefined ? undefined : Number(values.calls),
  });
}
