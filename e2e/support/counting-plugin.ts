import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { asTgz, samplePlugin } from '@braindrive/plugin-host/testing/sample-plugin';

const hostPackage = createRequire(import.meta.url).resolve(
  '@braindrive/plugin-host/testing/sample-plugin',
);
const peer = readFileSync(
  join(dirname(hostPackage), '..', 'process', 'fixtures', 'peer.mjs'),
  'utf8',
);

const serverOf = (version: string): string => `
import { servePeer, summary } from './peer.mjs';
const sentence = { type: 'object', properties: { text: { type: 'string' } }, required: ['text'] };
const procedure = (path, type, input = null) => ({ path, type, input, output: null, tool: null, isProbe: false });
export function serve(port) {
  servePeer(port, {
    'plugin.start': () => ({
      ...summary,
      procedures: [
        procedure('version', 'query'), procedure('echo', 'query', sentence), procedure('count', 'query'),
        procedure('add', 'mutation'), procedure('crash', 'query'), procedure('wait', 'query'),
        procedure('full', 'query'), procedure('ticks', 'subscription'),
      ],
    }),
    'procedure.call': ({ path, type, input, lastEventId }, call) =>
      type === 'subscription' ? ticks(lastEventId) : answer(path, input, call),
  });
}
async function* ticks(lastEventId) {
  for (let tick = Number(lastEventId ?? 0) + 1; ; tick++) {
    yield { id: String(tick), data: { json: { tick, version: '${version}' } } };
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
async function answer(path, input, call) {
  if (path === 'version') return { json: '${version}' };
  if (path === 'echo') return input;
  if (path === 'crash') process.exit(9);
  if (path === 'wait') await new Promise((resolve) => setTimeout(resolve, 5_000));
  if (path === 'full') throw Object.assign(new Error('There is no room for another note.'), { code: 'notes/full' });
  const count = (await call.ask('storage.get', { key: 'count' }))?.value ?? 0;
  if (path === 'add') await call.ask('storage.set', { key: 'count', value: count + 1 });
  return { json: path === 'add' ? count + 1 : count };
}
`;

/** Archive of a small plugin called notes that counts, echoes, ticks and crashes. */
export const countingPlugin = (version: string): Buffer =>
  asTgz(
    samplePlugin({
      manifest: {
        slug: 'notes',
        name: 'Notes',
        version,
        permissions: { storage: { quotaMB: 1 } },
        ui: { entry: 'ui/remoteEntry.js', mode: 'frame' },
      },
      files: {
        'server/index.mjs': serverOf(version),
        'server/peer.mjs': peer,
        'ui/remoteEntry.js': `export const version = '${version}';\n${'// a line\n'.repeat(300)}`,
        'README.md': '# Notes\n',
      },
    }),
  );
