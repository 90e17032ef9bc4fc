import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, createClient, owner } from './support/client.ts';
import { type HostProcess, startHostProcess } from './support/host-process.ts';
import { AuthorDesk, type PackedPlugin } from './support/packed-plugin.ts';
import { createRestClient, type RestClient } from './support/rest.ts';

const robin = { name: 'Robin', email: 'robin@home.example', password: 'a long enough password' };

describe('two people with two versions of one plugin', () => {
  let desk: AuthorDesk;
  let host: HostProcess;
  let clients: readonly Client[] = [];
  let ada: RestClient;
  let bob: RestClient;
  let one: PackedPlugin;
  let two: PackedPlugin;

  beforeAll(async () => {
    desk = await AuthorDesk.open();
    [one, two, host] = await Promise.all([
      desk.pack('keeper', '1.0.0'),
      desk.pack('keeper', '2.0.0', {
        changes: { 'src/server/index.ts': { '}, reader.`': '}, dear reader.`' } },
      }),
      startHostProcess(),
    ]);
    const first = createClient(host.url);
    await first.trpc.account.register.mutate(owner);
    const { token } = await first.trpc.invitation.create.mutate({ role: 'member' });
    const second = createClient(host.url);
    await second.trpc.account.register.mutate({ ...robin, invitationToken: token });
    clients = [first, second];
    ada = await createRestClient(host.url, first);
    bob = await createRestClient(host.url, second);
  });
  afterAll(async () => {
    await Promise.all(clients.map((client) => client.close()));
    await host?.remove();
    await desk?.clear();
  });

  const notesOf = async (person: RestClient) =>
    (await person.send('GET', '/api/v1/plugins/keeper/notes')).body;
  const greetingOf = async (person: RestClient) =>
    (await person.send('GET', '/api/v1/plugins/keeper/greet')).body;
  const keep = (person: RestClient, text: string) =>
    person.send('POST', '/api/v1/plugins/keeper/keep', { text });
  const versionOf = async (person: RestClient) =>
    (await person.send('GET', '/api/plugins/keeper/status')).body;

  it('is nothing to the one who did not install it', async () => {
    expect(await ada.upload(one)).toMatchObject({
      status: 200,
      body: { state: 'done', plugin: { slug: 'keeper', version: '1.0.0' } },
    });
    expect(await keep(ada, 'of the owner')).toMatchObject({ status: 200, body: 1 });
    for (const [method, path] of [
      ['GET', '/api/plugins/keeper/status'],
      ['GET', '/api/plugins/keeper/info'],
      ['GET', '/api/plugins/keeper/log'],
      ['POST', '/api/plugins/keeper/disable'],
      ['PUT', '/api/plugins/keeper/settings'],
      ['POST', '/api/plugins/keeper/rollback'],
      ['DELETE', '/api/plugins/keeper/uninstall'],
      ['DELETE', '/api/plugins/keeper/data'],
      ['GET', '/api/v1/plugins/keeper/notes'],
      ['POST', '/api/v1/plugins/keeper/keep'],
    ] as const) {
      const body = method === 'PUT' ? { settings: {} } : method === 'POST' ? {} : undefined;
      expect.soft(await bob.send(method, path, body), `${method} ${path}`).toMatchObject({
        status: 404,
      });
    }
    const installed = (await bob.send('GET', '/api/plugins/installed')).body as { slug: string }[];
    expect(installed.map(({ slug }) => slug)).not.toContain('keeper');
  });

  it('is its own version with its own settings and data for each', async () => {
    expect(await bob.upload(two)).toMatchObject({ status: 200, body: { state: 'done' } });
    expect(await versionOf(ada)).toMatchObject({ version: '1.0.0', runState: 'running' });
    expect(await versionOf(bob)).toMatchObject({ version: '2.0.0' });
    await bob.send('PUT', '/api/plugins/keeper/settings', { settings: { greeting: 'Ahoy' } });
    expect(await greetingOf(ada)).toBe('Welcome, reader.');
    expect(await greetingOf(bob)).toBe('Ahoy, dear reader.');
    await keep(bob, 'of the member');
    expect(await notesOf(ada)).toEqual(['of the owner']);
    expect(await notesOf(bob)).toEqual(['of the member']);
  });

  it('stays as it is for one while the other moves, stops and removes it', async () => {
    expect(await bob.send('POST', '/api/plugins/keeper/disable', {})).toMatchObject({
      body: { state: 'disabled' },
    });
    expect(await notesOf(ada)).toEqual(['of the owner']);
    expect((await bob.send('GET', '/api/v1/plugins/keeper/notes')).status).not.toBe(200);

    expect(await ada.upload(two)).toMatchObject({ body: { state: 'done', kind: 'update' } });
    expect(await greetingOf(ada)).toBe('Welcome, dear reader.');
    expect(await ada.send('POST', '/api/plugins/keeper/rollback', {})).toMatchObject({
      body: { version: '1.0.0' },
    });
    expect(await versionOf(bob)).toMatchObject({ version: '2.0.0', state: 'disabled' });
    await bob.send('POST', '/api/plugins/keeper/enable', {});

    expect((await ada.send('DELETE', '/api/plugins/keeper/uninstall')).status).toBe(200);
    expect(await notesOf(bob)).toEqual(['of the member']);
    expect((await ada.send('GET', '/api/v1/plugins/keeper/notes')).status).toBe(404);
    expect(await ada.send('POST', '/api/plugins/keeper/restore', {})).toMatchObject({
      body: { version: '1.0.0' },
    });
    expect(await notesOf(ada)).toEqual(['of the owner']);
  });

  it('waits for the consent of the one who installs it, not of another', async () => {
    const { body } = await ada.send('POST', '/api/plugins/keeper/update', {});
    expect(body).toMatchObject({ code: 'CONFLICT' });
    const [first] = clients;
    await ada.send('DELETE', '/api/plugins/keeper/uninstall');
    const answer = await fetch(`${host.url}/api/plugins/install?fileName=${two.fileName}`, {
      method: 'POST',
      headers: {
        cookie: first?.cookie() ?? '',
        origin: host.url,
        'content-type': 'application/gzip',
      },
      body: Buffer.from(two.bytes),
    });
    const operation = (await answer.json()) as { id: string; state: string };
    expect(operation.state).toBe('consent');
    const path = `/api/plugins/operations/${operation.id}`;
    expect((await bob.send('GET', path)).status).toBe(404);
    expect((await bob.send('POST', `${path}/consent`, { isAccepted: true })).status).toBe(404);
    expect((await bob.send('DELETE', path)).status).toBe(404);
    expect((await bob.send('GET', '/api/plugins/operations')).body).not.toContainEqual(
      expect.objectContaining({ id: operation.id }),
    );
    await ada.send('POST', `${path}/consent`, { isAccepted: true });
    expect(await ada.send('GET', path)).toMatchObject({ body: { state: 'done' } });
  });
});
