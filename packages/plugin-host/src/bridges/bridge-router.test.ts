import type { Actor } from '@braindrive/core';
import type { PermissionName, Permissions } from '@braindrive/plugin-sdk';
import { type BridgeInput, type BridgeName, bridges } from '@braindrive/plugin-sdk/protocol';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BridgeCaller } from '../bridge-caller.ts';
import { type BridgeFixture, settle, startBridgeFixture } from './testing/bridge-fixture.ts';

const everything: Permissions = {
  storage: { quotaMB: 1 },
  http: { hosts: ['127.0.0.1:1'] },
  ai: { tokensPerDay: 10_000 },
  conversations: { access: 'write' },
  secrets: {},
  events: { hears: [], shares: [] },
  schedule: {},
  notify: {},
};
const marker = 'PRIVATE';

let fixture: BridgeFixture;
let ada: Actor;
let victim: BridgeCaller;
let conversationId: string;
beforeEach(async () => {
  fixture = await startBridgeFixture({ callCore: async ({ userId }) => userId });
  ada = await fixture.addPerson();
  fixture.models.give(ada);
  victim = await install(ada, 'notes');
  await fillData();
});
afterEach(() => fixture.stop());

const install = (owner: Actor, slug: string, permissions = everything) =>
  fixture.install({
    ownerId: owner.userId,
    slug,
    permissions,
    settings: { name: { type: 'string' }, token: { type: 'string', secret: true } },
    jobs: slug === 'notes' && owner === ada ? ['sync'] : [],
  });

async function fillData(): Promise<void> {
  await fixture.ask(victim, 'storage.set', { key: 'k', value: marker });
  await fixture.ask(victim, 'storage.putDocument', {
    collection: 'c',
    id: 'd',
    value: marker,
    index: { f: marker },
  });
  await fixture.ask(victim, 'storage.putBlob', { name: 'b', body: { text: marker } });
  await fixture.ask(victim, 'settings.set', { values: { name: marker } });
  await fixture.ask(victim, 'state.set', { key: 'k', value: marker });
  const { id } = await fixture.ask(victim, 'conversations.create', { title: marker });
  conversationId = id;
  await fixture.ask(victim, 'conversations.append', { conversationId, role: 'user', text: marker });
}

/** For each thing that a plugin can ask: params that reach the victim's data, when they are asked in their name. */
const cases: { readonly [Name in BridgeName]: () => BridgeInput<Name> } = {
  'storage.get': () => ({ key: 'k' }),
  'storage.set': () => ({ key: 'k', value: 'x' }),
  'storage.delete': () => ({ key: 'k' }),
  'storage.list': () => ({}),
  'storage.getDocument': () => ({ collection: 'c', id: 'd' }),
  'storage.putDocument': () => ({ collection: 'c', id: 'd', value: 'x', index: { f: 'x' } }),
  'storage.deleteDocument': () => ({ collection: 'c', id: 'd' }),
  'storage.query': () => ({
    collection: 'c',
    where: [{ field: 'f', op: 'eq', value: marker }],
    orderBy: { field: 'f' },
  }),
  'storage.count': () => ({ collection: 'c' }),
  'storage.transaction': () => ({
    operations: [
      { op: 'set', key: 'k', value: 'x' },
      { op: 'remove', collection: 'c', id: 'd' },
    ],
  }),
  'storage.putBlob': () => ({ name: 'b', body: { text: 'x' } }),
  'storage.getBlob': () => ({ name: 'b' }),
  'storage.headBlob': () => ({ name: 'b' }),
  'storage.deleteBlob': () => ({ name: 'b' }),
  'storage.listBlobs': () => ({}),
  'storage.usage': () => null,
  'http.fetch': () => ({ url: 'http://127.0.0.1:1/', timeoutMs: 1_000 }),
  'ai.models': () => null,
  'ai.chat': () => ({ messages: [{ role: 'user', content: 'hello' }] }),
  'ai.budget': () => null,
  'conversations.list': () => ({}),
  'conversations.get': () => ({ conversationId }),
  'conversations.messages': () => ({ conversationId }),
  'conversations.create': () => ({ title: 'x' }),
  'conversations.append': () => ({ conversationId, role: 'user', text: 'x' }),
  'conversations.update': () => ({ conversationId, title: 'x' }),
  'conversations.remove': () => ({ conversationId }),
  'events.emit': () => ({ name: 'saved', payload: 'x' }),
  'events.follow': () => ({ names: ['notes.saved'] }),
  'settings.get': () => null,
  'settings.set': () => ({ values: { name: 'x' } }),
  'secrets.get': () => ({ name: 'token' }),
  'state.get': () => ({ key: 'k' }),
  'state.set': () => ({ key: 'k', value: 'x' }),
  'jobs.runNow': () => ({ name: 'sync' }),
  'jobs.list': () => null,
  'notify.show': () => ({ title: 'x' }),
  'log.write': () => ({ entries: [{ level: 'info', event: 'x', fields: {} }] }),
  'core.call': () => ({ path: 'conversation.list', type: 'query', input: null }),
};
const names = Object.keys(bridges) as BridgeName[];
const guarded = names.filter((name) => bridges[name].permission !== null);

async function ask(caller: BridgeCaller, name: BridgeName, params: unknown = cases[name]()) {
  const abort = new AbortController();
  const answer = fixture.bridges.handle({
    method: name,
    params,
    caller,
    isStream: bridges[name].kind === 'stream',
    signal: abort.signal,
    readBody: () => {
      throw new Error('There is no body.');
    },
  });
  if (!(Symbol.asyncIterator in answer)) return JSON.stringify(await answer);
  const items: string[] = [];
  const reading = (async () => {
    for await (const item of answer) {
      items.push(item instanceof Uint8Array ? Buffer.from(item).toString() : JSON.stringify(item));
    }
  })();
  reading.catch(() => {});
  // Streams that have no end of their own.
  if (name === 'ai.chat' || name === 'events.follow') {
    await settle();
    abort.abort();
  }
  await reading;
  return items.join('');
}

/** Everything that the victim has, as the rows and files say. */
async function allOf({ installationId, ownerId }: BridgeCaller): Promise<unknown> {
  const rows = await fixture.database.read((session) => ({
    entries: session.all('select * from plugin_entry where installation_id = ?', installationId),
    documents: session.all(
      'select * from plugin_document where installation_id = ?',
      installationId,
    ),
    fields: session.all(
      'select * from plugin_document_field where installation_id = ?',
      installationId,
    ),
    blobs: session.all('select * from plugin_blob where installation_id = ?', installationId),
    state: session.all('select * from plugin_state where installation_id = ?', installationId),
    installation: session.all('select * from plugin_installation where id = ?', installationId),
    conversations: session.all('select * from conversation where owner_id = ?', ownerId),
    messages: session.all(
      'select m.*, p.text from message m join message_part p on p.message_id = m.id where conversation_id = ?',
      conversationId,
    ),
  }));
  return { rows, blob: await ask(victim, 'storage.getBlob') };
}

describe('each thing that a plugin can ask', () => {
  it('has a case here', () => {
    expect(Object.keys(cases).toSorted()).toEqual(names.toSorted());
  });

  it.each(names)('%s reaches nothing of another person, in the same plugin', async (name) => {
    const page = fixture.openPage(ada);
    const eve = await fixture.addPerson();
    const before = await allOf(victim);
    const heard = await ask(await install(eve, 'notes'), name).catch((error: unknown) =>
      String(error),
    );
    expect(heard).not.toContain(marker);
    expect(heard).not.toContain(ada.userId);
    expect(await allOf(victim)).toEqual(before);
    expect(page).toEqual([]);
    expect(fixture.started).toEqual([]);
    expect(fixture.models.model.answers).toEqual([]);
  });

  const ownToThePlugin = names.filter((name) => !/^(conversations|core|ai|http)\./.test(name));
  it.each(ownToThePlugin)(
    '%s reaches nothing of another plugin of the same person',
    async (name) => {
      const before = await allOf(victim);
      const heard = await ask(await install(ada, 'thief'), name).catch((error: unknown) =>
        String(error),
      );
      expect(heard).not.toContain(marker);
      expect(await allOf(victim)).toEqual(before);
      expect(fixture.started).toEqual([]);
    },
  );

  it.each(guarded)('%s is refused without the grant', async (name) => {
    const { permission } = bridges[name];
    const { [permission ?? 'storage']: _, ...others } = everything;
    const caller = await install(await fixture.addPerson(), 'plain', others);
    const refusal = { code: 'permission/not-granted', details: { permission } };
    await expect(ask(caller, name)).rejects.toMatchObject(refusal);
    // What a caller was given counts for nothing when the row says otherwise, and the other way round.
    await expect(ask({ ...caller, grants: everything }, name)).rejects.toMatchObject(refusal);
    await expect(ask({ ...victim, grants: others }, name)).rejects.toMatchObject(refusal);
  });

  const expectAllRefused = async () => {
    for (const name of guarded) {
      await expect(ask(victim, name), name).rejects.toMatchObject({
        code: 'permission/not-granted',
      });
    }
  };

  it('is refused from the moment the grant is taken back', async () => {
    for (const permission of Object.keys(everything)) {
      await fixture.revoke(victim, permission as PermissionName);
    }
    await expectAllRefused();
  });

  it('is refused where the owner of the instance denies it', async () => {
    const deniedPermissions = Object.keys(everything) as PermissionName[];
    const policy = { rule: 'allowed', isNativeTrusted: false, digest: null } as const;
    await fixture.policies.set({ ...policy, slug: '*', deniedPermissions }, 1);
    await expectAllRefused();
  });

  it('is refused to a plugin that the owner of the instance denies', async () => {
    const policy = { deniedPermissions: [], isNativeTrusted: false, digest: null };
    await fixture.policies.set({ ...policy, slug: 'notes', rule: 'denied' }, 1);
    await expectAllRefused();
  });

  it('is refused after the plugin was uninstalled', async () => {
    await fixture.database.write((session) =>
      session.run(`update plugin_installation set state = 'uninstalled', uninstalled_at = 1`),
    );
    await expectAllRefused();
  });

  it.each(names)('%s is refused with params that do not fit', async (name) => {
    for (const params of [{ unexpected: 1 }, 'text', 7, []]) {
      await expect(ask(victim, name, params)).rejects.toMatchObject({
        code: 'bridge/invalid-params',
        issues: expect.arrayContaining([expect.objectContaining({ message: expect.any(String) })]),
      });
    }
  });

  it.each(names)('%s answers as the plugin’s side expects it', async (name) => {
    if (name === 'http.fetch' || name === 'events.follow' || name === 'ai.chat') return;
    const shape = bridges[name];
    if (shape.kind === 'stream') return;
    expect(shape.result.safeParse(JSON.parse(await ask(victim, name))).error).toBeUndefined();
  });
});

describe('a question', () => {
  it.each(['storage.nothing', 'constructor', '__proto__', '', 'storage.getBlob'])(
    'called %j cannot be asked for one answer',
    async (method) => {
      const question = { method, params: { name: 'b' }, caller: victim, isStream: false };
      const rest = { signal: new AbortController().signal, readBody: async function* () {} };
      await expect(fixture.bridges.handle({ ...question, ...rest })).rejects.toMatchObject({
        code: 'rpc/unknown-method',
      });
    },
  );

  it('that fails inside the host says so and no more', async () => {
    await fixture.database.write((session) =>
      session.run(
        `create temp trigger refuse before insert on plugin_state begin select raise(abort, '/etc/hidden'); end`,
      ),
    );
    const answer = ask(victim, 'state.set');
    await expect(answer).rejects.toMatchObject({ code: 'INTERNAL' });
    await expect(answer).rejects.not.toThrow('hidden');
    expect(fixture.failures).toMatchObject([{ method: 'state.set', slug: 'notes' }]);
  });

  it('of a person who is gone is refused', async () => {
    await fixture.database.write((session) =>
      session.run('delete from user where id = ?', ada.userId),
    );
    await expect(ask(victim, 'conversations.list')).rejects.toMatchObject({
      code: 'permission/not-granted',
    });
  });
});

describe('conversations', () => {
  const reader = () => install(ada, 'reader', { conversations: { access: 'read' } });

  it('can be read and not changed with the grant to read', async () => {
    const caller = await reader();
    const list = await fixture.ask(caller, 'conversations.list', {});
    expect(list.items).toMatchObject([{ id: conversationId, title: marker }]);
    const { messages } = await fixture.ask(caller, 'conversations.messages', { conversationId });
    expect(messages).toMatchObject([{ role: 'user', text: marker, state: 'complete' }]);
    for (const name of ['create', 'append', 'update', 'remove'] as const) {
      await expect(ask(caller, `conversations.${name}`)).rejects.toMatchObject({
        code: 'permission/not-granted',
      });
    }
  });

  it('grow by whole messages, which open pages are told of', async () => {
    const page = fixture.openPage(ada);
    const message = await fixture.ask(victim, 'conversations.append', {
      conversationId,
      role: 'assistant',
      text: 'answer',
    });
    expect(message).toMatchObject({
      role: 'assistant',
      text: 'answer',
      state: 'complete',
      modelName: null,
    });
    const { messages } = await fixture.ask(victim, 'conversations.messages', {
      conversationId,
      limit: 1,
    });
    expect(messages).toEqual([message]);
    await settle();
    expect(page.map(({ type }) => type)).toEqual(['conversation-changed', 'branch-changed']);
    const older = await fixture.ask(victim, 'conversations.messages', {
      conversationId,
      beforeId: message.id,
    });
    expect(older.messages).toMatchObject([{ text: marker }]);
  });

  it('in which an answer is being written are busy', async () => {
    await fixture.database.write((session) => {
      const message = session.get<{ id: string }>('select id from message');
      session.run(
        `insert into run (id, owner_id, conversation_id, message_id, state, started_at) values ('r', ?, ?, ?, 'running', 1)`,
        ada.userId,
        conversationId,
        message?.id ?? '',
      );
    });
    expect(await fixture.ask(victim, 'conversations.get', { conversationId })).toMatchObject({
      isAnswering: true,
    });
    await expect(ask(victim, 'conversations.append')).rejects.toMatchObject({
      code: 'conversations/busy',
    });
  });

  it('that do not exist are not found', async () => {
    expect(await fixture.ask(victim, 'conversations.get', { conversationId: 'x' })).toBeNull();
    await expect(
      fixture.ask(victim, 'conversations.messages', { conversationId: 'x' }),
    ).rejects.toMatchObject({ code: 'conversations/not-found' });
    await expect(
      fixture.ask(victim, 'conversations.list', { cursor: 'junk' }),
    ).rejects.toMatchObject({ code: 'bridge/invalid-params' });
  });
});
