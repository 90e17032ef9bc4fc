import { createId } from '@braindrive/database';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type ChatFixture,
  collectEvents,
  createChatFixture,
} from '../chat/testing/chat-fixture.ts';
import { undoPeriodMs } from './conversation-service.ts';

let fixture: ChatFixture;
beforeEach(async () => {
  fixture = await createChatFixture();
});
afterEach(() => fixture.close());

const list = (input: { cursor?: string; limit?: number; isArchived?: boolean } = {}) =>
  fixture.conversations.list(fixture.actor, { limit: 50, isArchived: false, ...input });

/** A conversation of one root question and `count - 1` more messages in a row, without asking a model. */
async function insertLongConversation(count: number): Promise<string> {
  const { conversation, replyMessage } = await fixture.exchange('Start', 'Started');
  await fixture.database.write((session) => {
    let parentId = replyMessage.id;
    for (let index = 2; index < count; index++) {
      const id = createId();
      const role = index % 2 === 0 ? 'user' : 'assistant';
      session.run(
        `insert into message (id, conversation_id, parent_id, role, state, created_at) values (?, ?, ?, ?, 'complete', 0)`,
        id,
        conversation.id,
        parentId,
        role,
      );
      session.run(
        `insert into message_part (message_id, position, type, text) values (?, 0, 'text', ?)`,
        id,
        `message ${index}`,
      );
      parentId = id;
    }
    session.run('update conversation set leaf_id = ? where id = ?', parentId, conversation.id);
  });
  return conversation.id;
}

describe('the list', () => {
  it('pages through all, pinned first, then by the last message, each once', async () => {
    const ids: string[] = [];
    for (let index = 0; index < 23; index++) {
      if (index % 3 === 0) fixture.clock.advance(1);
      ids.push((await fixture.exchange(`${index}`, 'ok')).conversation.id);
    }
    for (const conversationId of [ids[2], ids[7]]) {
      await fixture.conversations.update(fixture.actor, {
        conversationId: conversationId ?? '',
        isPinned: true,
      });
    }
    const whole = await list();
    const others = [...ids.keys()].filter((index) => index !== 2 && index !== 7);
    const expected = [7, 2, ...others.toReversed()];
    expect(whole.items.map(({ id }) => ids.indexOf(id))).toEqual(expected);
    const paged: string[] = [];
    let cursor: string | null = null;
    do {
      const page = await list(cursor === null ? { limit: 4 } : { limit: 4, cursor });
      paged.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(paged).toEqual(whole.items.map(({ id }) => id));
  });

  it('refuses a cursor that it did not give', async () => {
    await expect(list({ cursor: 'bogus' })).rejects.toMatchObject({ code: 'VALIDATION_FAILED' });
  });

  it('shows archived ones apart and nobody else’s', async () => {
    const { conversation } = await fixture.exchange('Mine', 'ok');
    await fixture.conversations.update(fixture.actor, {
      conversationId: conversation.id,
      isArchived: true,
    });
    expect((await list()).items).toEqual([]);
    expect((await list({ isArchived: true })).items).toMatchObject([{ isArchived: true }]);
    const theirs = await fixture.conversations.list(fixture.stranger, {
      limit: 9,
      isArchived: true,
    });
    expect(theirs.items).toEqual([]);
  });
});

describe('changes', () => {
  it('keep the place in the list and tell every device', async () => {
    const first = await fixture.exchange('First', 'ok');
    fixture.clock.advance(1_000);
    await fixture.exchange('Second', 'ok');
    const device = collectEvents(fixture.events, fixture.actor);
    fixture.clock.advance(1_000);
    const changed = await fixture.conversations.update(fixture.actor, {
      conversationId: first.conversation.id,
      title: 'Renamed',
      settings: { systemPrompt: 'Be brief', parameters: { seed: 1 }, model: fixture.modelRef },
    });
    expect(changed).toMatchObject({
      title: 'Renamed',
      settings: { systemPrompt: 'Be brief', parameters: { seed: 1 }, model: fixture.modelRef },
    });
    expect((await list()).items.map(({ title }) => title)).toEqual(['Second', 'Renamed']);
    await new Promise((resolve) => setImmediate(resolve));
    expect(await device.stop()).toMatchObject([
      { type: 'conversation-changed', conversation: { title: 'Renamed' } },
    ]);
    const cleared = await fixture.conversations.update(fixture.actor, {
      conversationId: first.conversation.id,
      settings: { model: null },
    });
    expect(cleared.settings).toMatchObject({ model: null, systemPrompt: 'Be brief' });
  });

  it('refuse a connection that is not there', async () => {
    const { conversation } = await fixture.exchange('First', 'ok');
    const model = { connectionId: createId(), modelId: 'm' };
    await expect(
      fixture.conversations.update(fixture.actor, {
        conversationId: conversation.id,
        settings: { model },
      }),
    ).rejects.toMatchObject({ code: 'MODEL_NOT_FOUND' });
  });

  it('are refused to everybody else, as if nothing were there', async () => {
    const { conversation, replyMessage } = await fixture.exchange('Mine', 'ok');
    const { conversations, stranger } = fixture;
    const conversationId = conversation.id;
    const attempts = [
      conversations.open(stranger, conversationId),
      conversations.update(stranger, { conversationId, title: 'x' }),
      conversations.remove(stranger, conversationId),
      conversations.restore(stranger, conversationId),
      conversations.listMessages(stranger, { conversationId, limit: 5 }),
      conversations.selectBranch(stranger, replyMessage.id),
      conversations.selectBranch(fixture.actor, createId()),
      conversations.open(fixture.actor, createId()),
      fixture.search.search(stranger, { conversationId, query: 'ok', limit: 5 }),
    ];
    for (const attempt of attempts) {
      await expect(attempt).rejects.toMatchObject({ code: 'NOT_FOUND' });
    }
  });
});

describe('deleting', () => {
  it('hides at once, can be undone, and is final a day later', async () => {
    const kept = await fixture.exchange('Keep', 'this');
    const gone = await fixture.exchange('Lose', 'that');
    const { actor, clock, conversations, database } = fixture;
    const conversationId = gone.conversation.id;
    await conversations.remove(actor, conversationId);
    expect((await list()).items.map(({ id }) => id)).toEqual([kept.conversation.id]);
    await expect(conversations.open(actor, conversationId)).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    await expect(fixture.send('more', conversationId)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(await conversations.purgeDeleted()).toBe(0);
    expect(await conversations.restore(actor, conversationId)).toMatchObject({ title: 'Lose' });
    expect((await list()).items).toHaveLength(2);
    await conversations.remove(actor, conversationId);
    clock.advance(undoPeriodMs);
    expect(await conversations.purgeDeleted()).toBe(1);
    await expect(conversations.restore(actor, conversationId)).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    const left = await database.read((session) => ({
      messages: session.all('select id from message').length,
      parts: session.all('select message_id from message_part').length,
      documents: session.all('select id from search_document').length,
      indexed: session.all(`select rowid from message_search where message_search match 'lose'`),
    }));
    expect(left).toEqual({ messages: 2, parts: 2, documents: 2, indexed: [] });
  });

  it('purges a conversation of 3,000 messages', async () => {
    const conversationId = await insertLongConversation(3_000);
    await fixture.conversations.remove(fixture.actor, conversationId);
    fixture.clock.advance(undoPeriodMs);
    expect(await fixture.conversations.purgeDeleted()).toBe(1);
    const left = await fixture.database.read((session) => session.all('select id from message'));
    expect(left).toEqual([]);
  });
});

describe('windows', () => {
  it('open at the newest 50 and go up without a gap', async () => {
    const conversationId = await insertLongConversation(131);
    const { conversations, actor } = fixture;
    const opened = await conversations.open(actor, conversationId);
    expect(opened.window.hasOlder).toBe(true);
    const all = [...opened.window.messages];
    let hasOlder = true;
    while (hasOlder) {
      const beforeId = all[0]?.id ?? '';
      const window = await conversations.listMessages(actor, {
        conversationId,
        beforeId,
        limit: 50,
      });
      all.unshift(...window.messages);
      hasOlder = window.hasOlder;
    }
    expect(all).toHaveLength(131);
    for (const [index, message] of all.entries()) {
      expect(message.parentId).toBe(all[index - 1]?.id ?? null);
      expect(message.siblingIds).toEqual([message.id]);
    }
    expect(all.at(-1)?.parts).toEqual([{ type: 'text', text: 'message 130' }]);
  });

  it('refuse a message of another conversation', async () => {
    const first = await fixture.exchange('One', 'ok');
    const second = await fixture.exchange('Two', 'ok');
    const input = { conversationId: first.conversation.id, beforeId: second.replyMessage.id };
    await expect(
      fixture.conversations.listMessages(fixture.actor, { ...input, limit: 5 }),
    ).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});
