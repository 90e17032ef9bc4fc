import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ManifestInput } from '@braindrive/plugin-sdk';
import type { HookName } from '@braindrive/plugin-sdk/protocol';
import { type SamplePluginOptions, samplePlugin } from './sample-plugin.ts';

/** What a version of the plugin is and does wrong. */
export interface LivingPlugin {
  readonly slug?: string;
  readonly version?: string;
  readonly dataVersion?: number;
  readonly hooks?: readonly HookName[];
  /** Work that throws. */
  readonly failsIn?: HookName | 'migrate' | 'probe' | 'start' | 'job';
  /** Problems that `check` reports. */
  readonly problems?: readonly string[];
  readonly manifest?: Partial<Omit<ManifestInput, 'files'>>;
  readonly key?: SamplePluginOptions['key'];
  /** More files. */
  readonly files?: Readonly<Record<string, string>>;
}

const peer = await readFile(
  join(import.meta.dirname, '..', 'process', 'fixtures', 'peer.mjs'),
  'utf8',
);

/** By hand, so that the tests lean on the wire protocol and not on the SDK's server half. */
const serverOf = (plan: object): string => `
import { servePeer, summary } from './peer.mjs';
const plan = ${JSON.stringify(plan)};
const procedure = (path, type, isProbe = false) => ({ path, type, input: null, output: null, tool: null, isProbe });
const fail = (name) => { if (plan.failsIn === name) throw new Error('It fails here on purpose.'); };
const value = async (call) => (await call.ask('storage.get', { key: 'note' }))?.value ?? null;
export function serve(port) {
  servePeer(port, {
    'plugin.start': () => {
      if (plan.failsIn === 'start') process.exit(3);
      return {
        ...summary,
        dataVersion: plan.dataVersion,
        hooks: plan.hooks,
        jobs: plan.jobs,
        procedures: [
          procedure('version', 'query', true), procedure('read', 'query'), procedure('write', 'mutation'),
          procedure('crash', 'mutation'), procedure('jobRuns', 'query'), procedure('hooks', 'query'),
        ],
      };
    },
    'hook.run': async ({ name, detail }, call) => {
      fail(name);
      if (plan.hasStorage) {
        const ran = (await call.ask('storage.get', { key: 'hooks' }))?.value ?? [];
        await call.ask('storage.set', { key: 'hooks', value: [...ran, detail.from ? name + ' from ' + detail.from : name] });
      }
      return { problems: name === 'check' ? plan.problems : [] };
    },
    'data.migrate': async ({ from, to }, call) => {
      await call.ask('storage.set', { key: 'note', value: (await value(call)) + ' ' + from + '→' + to });
      fail('migrate');
    },
    'job.run': async (_params, call) => {
      fail('job');
      const runs = (await call.ask('storage.get', { key: 'runs' }))?.value ?? 0;
      await call.ask('storage.set', { key: 'runs', value: runs + 1 });
    },
    'procedure.call': async ({ path, input }, call) => {
      if (path === 'version') { fail('probe'); return { json: plan.version }; }
      if (path === 'read') return { json: await value(call) };
      if (path === 'hooks') return { json: (await call.ask('storage.get', { key: 'hooks' }))?.value ?? [] };
      if (path === 'jobRuns') return { json: (await call.ask('storage.get', { key: 'runs' }))?.value ?? 0 };
      if (path === 'crash') process.exit(9);
      await call.ask('storage.set', { key: 'note', value: input.json });
      return { json: null };
    },
  });
}
`;

/** The files of a small plugin that runs: it keeps a note, has the hooks it is told to have, and fails as it is told. */
export function livingPlugin(options: LivingPlugin = {}): Record<string, string> {
  const { slug = 'notes', version = '1.0.0', dataVersion = 1, hooks = [], manifest = {} } = options;
  const permissions = manifest.permissions ?? { storage: { quotaMB: 1 } };
  const plan = {
    version,
    dataVersion,
    hooks,
    failsIn: options.failsIn ?? null,
    problems: options.problems ?? [],
    jobs: manifest.contributes?.jobs?.map(({ name }) => name) ?? [],
    hasStorage: permissions.storage !== undefined,
  };
  return samplePlugin({
    manifest: { slug, name: 'Notes', version, dataVersion, ...manifest, permissions },
    files: {
      'server/index.mjs': serverOf(plan),
      'server/peer.mjs': peer,
      'README.md': `# Notes ${version}\n`,
      ...options.files,
    },
    ...(options.key === undefined ? {} : { key: options.key }),
  });
}
