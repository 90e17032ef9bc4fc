import type { Actor } from '@braindrive/core';
import type { Permissions } from '@braindrive/plugin-sdk';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BridgeCaller } from '../../bridge-caller.ts';
import { type BridgeFixture, settle, startBridgeFixture } from '../testing/bridge-fixture.ts';

let fixture: BridgeFixture;
let ada: Actor;
let notes: BridgeCaller;
beforeEach(async () => {
  fixture = await startBridgeFixture();
  ada = await fixture.addPerson();
  notes = await install('notes', { shares: ['saved'], hears: [] });
});
afterEach(() => fixture.stop());

const install = (slug: string, events: NonNullable<Permissions['events']>, owner: Actor = ada) =>
  fixture.install({ ownerId: owner.userId, slug, permissions: { events } });
const emit = (from: BridgeCaller, name: string, payload: unknown = null) =>
  fixture.ask(from, 'events.emit', { name, payload });

/** What arrives from now on; `stop` ends it and gives how it ended. */
async function listen(caller: BridgeCaller, ...names: string[]) {
  const heard: unknown[] = [];
  const abort = new AbortController();
  const stream = fixture.follow(caller, 'events.follow', { names }, { signal: abort.signal });
  const ended = (async () => {
    for await (const event of stream) heard.push((event as { payload: unknown }).payload);
  })();
  ended.catch(() => {});
  await settle();
  return {
    heard,
    ended,
    stop: () => {
      abort.abort();
      return ended;
    },
  };
}

describe('an event', () => {
  it('reaches the plugin itself and the open pages of the person, in the order it was emitted', async () => {
    const page = fixture.openPage(ada);
    const { heard } = await listen(notes, 'notes.changed');
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, n) => emit(notes, 'changed', n)),
    );
    await settle();
    expect(heard).toEqual(Array.from({ length: 50 }, (_, n) => n));
    expect(answers.every(({ receivers }) => receivers === 1)).toBe(true);
    expect(page[0]).toEqual({ type: 'plugin-event', slug: 'notes', name: 'changed', payload: 0 });
    expect(page).toHaveLength(50);
  });

  it('reaches another plugin only when both sides agreed', async () => {
    const tasks = await install('tasks', { hears: ['notes.saved', 'notes.changed'], shares: [] });
    const { heard } = await listen(tasks, 'notes.saved', 'notes.changed');
    expect(await emit(notes, 'saved', 1)).toEqual({ receivers: 1 });
    expect(await emit(notes, 'changed', 2)).toEqual({ receivers: 0 });
    await settle();
    expect(heard).toEqual([1]);
    const deaf = await install('deaf', { hears: [], shares: [] });
    await expect((await listen(deaf, 'notes.saved')).ended).rejects.toMatchObject({
      code: 'permission/not-granted',
    });
  });

  it('stops reaching another plugin when the person takes that back', async () => {
    const tasks = await install('tasks', { hears: ['notes.saved'], shares: [] });
    const { heard } = await listen(tasks, 'notes.saved');
    await emit(notes, 'saved', 1);
    await settle();
    await fixture.revoke(tasks, 'events');
    expect(await emit(notes, 'saved', 2)).toEqual({ receivers: 0 });
    await settle();
    expect(heard).toEqual([1]);
  });

  it('never reaches another person', async () => {
    const eve = await fixture.addPerson();
    const page = fixture.openPage(eve);
    const same = await install('notes', { hears: [], shares: ['saved'] }, eve);
    const other = await install('tasks', { hears: ['notes.saved'], shares: [] }, eve);
    const heard = [await listen(same, 'notes.saved'), await listen(other, 'notes.saved')];
    await emit(notes, 'saved', 'private');
    await settle();
    expect(heard.map((each) => each.heard)).toEqual([[], []]);
    expect(page).toEqual([]);
  });

  it('cannot take the name of another plugin', async () => {
    await expect(emit(notes, 'tasks.saved')).rejects.toMatchObject({
      code: 'bridge/invalid-params',
    });
  });

  it('is refused when it is too large, or one of too many', async () => {
    await expect(emit(notes, 'saved', 'x'.repeat(65_536))).rejects.toMatchObject({
      code: 'events/too-large',
    });
    for (let n = 0; n < 100; n++) await emit(notes, 'saved');
    await expect(emit(notes, 'saved')).rejects.toMatchObject({
      code: 'events/too-many',
      retryAfterMs: 1_000,
    });
    fixture.clock.advance(1_000);
    await expect(emit(notes, 'saved')).resolves.toEqual({ receivers: 0 });
  });
});

describe('a reader', () => {
  it('that is too slow gets what waits, then the end', async () => {
    const stream = fixture.follow(notes, 'events.follow', { names: ['notes.saved'] });
    const first = stream.next();
    await settle();
    for (let n = 0; n < 1_100; n++) {
      if (n % 100 === 0) fixture.clock.advance(1_000);
      await emit(notes, 'saved', n);
    }
    await first;
    let count = 1;
    await expect(
      (async () => {
        for await (const _ of stream) count++;
      })(),
    ).rejects.toMatchObject({ code: 'events/too-slow' });
    expect(count).toBe(1_001);
    fixture.clock.advance(1_000);
    expect(await emit(notes, 'saved')).toEqual({ receivers: 0 });
  });

  it('that leaves is forgotten', async () => {
    const listener = await listen(notes, 'notes.saved');
    await listener.stop();
    expect(await emit(notes, 'saved')).toEqual({ receivers: 0 });
  });

  it('hears of the host by ids only, when it was granted', async () => {
    const tasks = await install('tasks', { hears: ['core.conversation-changed'], shares: [] });
    const { heard } = await listen(tasks, 'core.conversation-changed');
    const input = { title: 'Private', systemPrompt: '', model: null };
    const { id } = await fixture.conversationWriter.create(ada, input);
    await fixture.conversationWriter.create(await fixture.addPerson(), input);
    await settle();
    expect(heard).toEqual([{ conversationId: id }]);
    await expect((await listen(notes, 'core.run-ended')).ended).rejects.toMatchObject({
      code: 'permission/not-granted',
    });
  });
});
