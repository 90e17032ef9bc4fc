import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ChatFixture, createChatFixture, readAll } from '../chat/testing/chat-fixture.ts';

let fixture: ChatFixture;
beforeEach(async () => {
  fixture = await createChatFixture();
});
afterEach(() => fixture.close());

const find = async (
  query: string,
  options: { conversationId?: string; cursor?: string; limit?: number } = {},
) => fixture.search.search(fixture.actor, { query, limit: 30, ...options });

describe('search', () => {
  it('finds questions and answers, newest first, with the hit marked', async () => {
    await fixture.exchange('Where is the café?', 'In the old town');
    await fixture.exchange('Old books', 'Where to buy them');
    const { items } = await find('where');
    expect(items.map(({ role, snippet }) => [role, snippet])).toEqual([
      ['assistant', 'Where to buy them'],
      ['user', 'Where is the café?'],
    ]);
    expect(items[0]).toMatchObject({ highlights: [[0, 5]], conversationTitle: 'Old books' });
    expect((await find('CAFE')).items).toHaveLength(1);
    expect((await find('absent')).items).toEqual([]);
    expect((await find('"old town"')).items).toHaveLength(1);
    expect((await find('tow')).items).toHaveLength(1);
  });

  it('stays within a conversation when asked', async () => {
    const first = await fixture.exchange('apple', 'pear');
    await fixture.exchange('apple', 'plum');
    const conversationId = first.conversation.id;
    await fixture.conversations.update(fixture.actor, { conversationId, title: 'apple pie' });
    expect((await find('apple')).items).toHaveLength(3);
    const { items } = await find('apple', { conversationId });
    expect(items).toMatchObject([{ conversationId, messageId: first.userMessage?.id }]);
  });

  it('pages by a cursor without a gap or a double', async () => {
    for (let index = 0; index < 6; index++) await fixture.exchange(`apple ${index}`, 'an apple');
    const whole = await find('apple');
    expect(whole.items).toHaveLength(12);
    const snippets: unknown[] = [];
    let cursor: string | null = null;
    do {
      const page = await find('apple', cursor === null ? { limit: 5 } : { limit: 5, cursor });
      snippets.push(...page.items);
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(snippets).toEqual(whole.items);
    await expect(find('apple', { cursor: 'bogus' })).rejects.toMatchObject({
      code: 'VALIDATION_FAILED',
    });
  });

  it('never shows what is deleted or somebody else’s', async () => {
    const { conversation } = await fixture.exchange('apple', 'pear');
    const theirs = await fixture.search.search(fixture.stranger, { query: 'apple', limit: 5 });
    expect(theirs.items).toEqual([]);
    await fixture.conversations.remove(fixture.actor, conversation.id);
    expect((await find('apple')).items).toEqual([]);
    await fixture.conversations.restore(fixture.actor, conversation.id);
    expect((await find('apple')).items).toHaveLength(1);
  });

  it('follows a continued answer and a changed title', async () => {
    const { chat, actor, model } = fixture;
    const started = await fixture.send('Count');
    (await model.next()).text('apple').cut();
    await readAll(chat, actor, started.runId);
    const continued = await chat.continueMessage(actor, { messageId: started.replyMessage.id });
    (await model.next()).text(' plum').finish();
    await readAll(chat, actor, continued.runId);
    expect((await find('plum')).items).toMatchObject([{ snippet: 'apple plum' }]);
    expect((await find('apple')).items).toHaveLength(1);
    await fixture.conversations.update(actor, {
      conversationId: started.conversation.id,
      title: 'Fruit',
    });
    expect((await find('fruit')).items).toMatchObject([{ messageId: null, snippet: 'Fruit' }]);
    expect((await find('count')).items).toMatchObject([{ role: 'user' }]);
  });

  it('does not find thinking', async () => {
    const started = await fixture.send('Count');
    (await fixture.model.next()).reasoning('secretly').text('one').finish();
    await readAll(fixture.chat, fixture.actor, started.runId);
    expect((await find('secretly')).items).toEqual([]);
  });

  it('gives nothing for a query without words', async () => {
    await fixture.exchange('apple', 'pear');
    expect(await find('?!')).toEqual({ items: [], nextCursor: null });
  });
});
