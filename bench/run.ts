/**
 * Measures BrainDrive against the budgets of docs/architecture.md.
 *
 *   npm run bench                      everything but `install`
 *   npm run bench -- streams search    only these
 */
import { parseArgs } from 'node:util';

const benches: Readonly<Record<string, (options: BenchOptions) => Promise<void>>> = {
  streams: async ({ profile }) => (await import('./streams.ts')).measureStreams(profile),
};

interface BenchOptions {
  /** Folder for processor profiles of the host. */
  readonly profile?: string;
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { profile: { type: 'string' } },
});
const names = positionals.length === 0 ? Object.keys(benches) : positionals;
for (const name of names) {
  const bench = benches[name];
  if (bench === undefined)
    throw new Error(
      `There is no measurement "${name}". There are: ${Object.keys(benches).join(', ')}.`,
    );
  await bench(values);
}
