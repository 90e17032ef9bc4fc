import { cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createClient, owner } from './support/client.ts';
import { type HostProcess, startHostProcess } from './support/host-process.ts';
import { AuthorDesk, type PackedPlugin } from './support/packed-plugin.ts';
import { type RestClient, restClientOf } from './support/rest.ts';

const movesNotes = `migrations: [{
    to: 2,
    up: async (ctx) => {
      const notes = (await ctx.storage.get('notes', notesSchema)) ?? [];
      await ctx.storage.set('notes', notes.map((note) => note + ', moved'));
    },
  }]`;

/** Programs of this machine that name a folder when they are started: the host and the plugins of that folder. */
async function processesOf(folder: string): Promise<string[]> {
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const lines = await Promise.all(
    ids.map((id) => readFile(`/proc/${id}/cmdline`, 'utf8').catch(() => '')),
  );
  return lines.filter((line) => line.includes(folder));
}

/** Rows and files that only an upgrade under way may have. */
async function leftoversOf(dataDirectory: string): Promise<Record<string, unknown>> {
  const database = new DatabaseSync(join(dataDirectory, 'braindrive.sqlite'), { readOnly: true });
  const count = (from: string) =>
    database.prepare(`select count(*) as count from ${from}`).get()?.count;
  try {
    return {
      open: count('plugin_journal where outcome is null'),
      upgrading: count("plugin_installation where state = 'upgrading'"),
      snapshots: count('plugin_snapshot'),
      versions: count("plugin_version where slug = 'keeper'"),
      staging: await readdir(join(dataDirectory, 'plugins/staging')).catch(() => []),
      folders: (await readdir(join(dataDirectory, 'plugins/store/keeper'))).length,
    };
  } finally {
    database.close();
  }
}

describe('a host that is killed while it updates a plugin', () => {
  let desk: AuthorDesk;
  let two: PackedPlugin;
  /** Data of a host with version 1 and one note, stopped in good order. */
  let template: string;
  let key = '';
  let host: HostProcess | null = null;

  beforeAll(async () => {
    desk = await AuthorDesk.open();
    const [one, next, first] = await Promise.all([
      desk.pack('keeper', '1.0.0'),
      desk.pack('keeper', '2.0.0', {
        changes: { 'src/server/index.ts': { 'migrations: []': movesNotes } },
      }),
      startHostProcess(),
    ]);
    two = next;
    template = first.dataDirectory;
    const client = createClient(first.url);
    await client.trpc.account.register.mutate(owner);
    ({ key } = await client.trpc.apiKey.create.mutate({
      name: 'Script',
      scopes: ['plugins:read', 'plugins:write'],
      validDays: 1,
    }));
    const rest = restClientOf(first.url, key);
    await rest.upload(one);
    await rest.send('POST', '/api/v1/plugins/keeper/keep', { text: 'kept' });
    await client.close();
    expect(await first.terminate()).toBe(0);
  });
  afterEach(async () => {
    await host?.remove();
    host = null;
  });
  afterAll(async () => {
    await rm(template, { recursive: true, force: true });
    await desk?.clear();
  });

  const copyTemplate = async (): Promise<string> => {
    const folder = await mkdtemp(join(tmpdir(), 'braindrive-killed-'));
    await cp(template, folder, { recursive: true, preserveTimestamps: true });
    return folder;
  };
  const notesOf = async (rest: RestClient) =>
    (await rest.send('GET', '/api/v1/plugins/keeper/notes')).body;

  it.each([
    ['stage', 'after', '1.0.0'],
    ['start', 'after', '1.0.0'],
    ['hold', 'after', '1.0.0'],
    ['snapshot', 'after', '1.0.0'],
    ['migrate', 'after', '1.0.0'],
    ['check', 'after', '1.0.0'],
    ['swap', 'after', '1.0.0'],
    ['done', 'before', '1.0.0'],
    ['done', 'after', '2.0.0'],
  ] as const)(
    'at "%s", %s it is written, is on %s with all data',
    async (step, moment, version) => {
      const dataDirectory = await copyTemplate();
      host = await startHostProcess({ dataDirectory, standsStillAt: { step, moment } });
      const cutOff = restClientOf(host.url, key)
        .upload(two)
        .catch(() => null);
      await expect.poll(host.output, { timeout: 20_000 }).toContain('Standing still');
      await host.kill();
      await cutOff;
      await expect.poll(() => processesOf(dataDirectory), { timeout: 5_000 }).toEqual([]);

      host = await startHostProcess({ dataDirectory });
      const rest = restClientOf(host.url, key);
      const isUpdated = version === '2.0.0';
      expect(await rest.send('GET', '/api/plugins/keeper/status')).toMatchObject({
        status: 200,
        body: { version, state: 'enabled', problem: null },
      });
      expect(await notesOf(rest)).toEqual([isUpdated ? 'kept, moved' : 'kept']);
      expect(await leftoversOf(dataDirectory)).toEqual({
        open: 0,
        upgrading: 0,
        // An update that was done keeps the way back.
        snapshots: isUpdated ? 1 : 0,
        versions: isUpdated ? 2 : 1,
        staging: [],
        folders: isUpdated ? 2 : 1,
      });

      if (isUpdated) {
        await rest.send('POST', '/api/plugins/keeper/rollback', {});
        expect(await notesOf(rest)).toEqual(['kept']);
      } else {
        expect(await rest.upload(two)).toMatchObject({ body: { state: 'done', kind: 'update' } });
        expect(await notesOf(rest)).toEqual(['kept, moved']);
      }
    },
  );
});
