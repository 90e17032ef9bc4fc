import type { ModelStreamPart } from '@braindrive/plugin-sdk';
import type { ChatRequest } from '@braindrive/plugin-sdk/server';
import { afterEach, describe, expect, it } from 'vitest';
import { type ChatFixture, createChatFixture, readAll } from './testing/chat-fixture.ts';

let fixture: ChatFixture;
afterEach(() => fixture.close());

const finish: ModelStreamPart = {
  type: 'finish',
  finishReason: 'stop',
  usage: { inputTokens: null, outputTokens: null, reasoningTokens: null },
};
const says = (delta: string): ModelStreamPart[] => [{ type: 'text-delta', delta }, finish];
const isTitleRequest = ({ parameters }: ChatRequest) => parameters.maxTokens === 16;
const titled = (title: string) => (request: ChatRequest) =>
  isTitleRequest(request) ? says(title) : null;

const titleOf = async (conversationId: string) => {
  const { conversation } = await fixture.conversations.open(fixture.actor, conversationId);
  return conversation.title;
};
const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('titles', () => {
  it('are made by the model after the first exchange and can be found', async () => {
    const requests: ChatRequest[] = [];
    fixture = await createChatFixture({
      script: (request) => {
        if (isTitleRequest(request)) requests.push(request);
        return titled('Title: "Baking sourdough bread"')(request);
      },
    });
    const { conversation } = await fixture.exchange('How do I bake bread?', 'With sourdough.');
    expect(conversation.title).toBe('How do I bake bread?');
    await fixture.chat.titlesSettled();
    expect(await titleOf(conversation.id)).toBe('Baking sourdough bread');
    expect(requests[0]?.parameters).toEqual({ temperature: 0.2, maxTokens: 16 });
    const hits = await fixture.search.search(fixture.actor, { query: 'baking', limit: 5 });
    expect(hits.items).toMatchObject([{ messageId: null, snippet: 'Baking sourdough bread' }]);
    await fixture.exchange('And cake?', 'Too.', conversation.id);
    await fixture.chat.titlesSettled();
    expect(requests).toHaveLength(1);
  });

  it('keep the first words when the model talks nonsense, thinks or fails', async () => {
    const answers: (ModelStreamPart[] | 'throw')[] = [
      says('Sure! Here is a title for you'),
      [{ type: 'reasoning-delta', delta: 'The user wants' }, finish],
      says('Purple elephants dancing'),
    ];
    fixture = await createChatFixture({
      script: (request) => {
        if (!isTitleRequest(request)) return null;
        const answer = answers.shift();
        if (answer === undefined || answer === 'throw') throw new Error('no title');
        return answer;
      },
    });
    for (let attempt = 0; attempt < 4; attempt++) {
      const { conversation } = await fixture.exchange('Bake bread', 'With flour.');
      await fixture.chat.titlesSettled();
      expect(await titleOf(conversation.id)).toBe('Bake bread');
    }
    expect(fixture.logged).toContainEqual(expect.objectContaining({ event: 'title.failed' }));
  });

  it('never replace what a person wrote', async () => {
    fixture = await createChatFixture({ script: titled('Bread baking') });
    const started = await fixture.send('Bake bread');
    const conversationId = started.conversation.id;
    await fixture.conversations.update(fixture.actor, { conversationId, title: 'Mine' });
    (await fixture.model.next()).text('Flour').finish();
    await readAll(fixture.chat, fixture.actor, started.runId);
    await fixture.chat.titlesSettled();
    expect(await titleOf(conversationId)).toBe('Mine');
  });

  it('give way to the next message and are made after it', async () => {
    fixture = await createChatFixture({ script: () => null });
    const { conversation } = await fixture.exchange('Bake bread', 'With flour.');
    const first = await fixture.model.next();
    expect(isTitleRequest(first.request)).toBe(true);
    const second = await fixture.send('And cake?', conversation.id);
    expect(first.signal.aborted).toBe(true);
    (await fixture.model.next()).text('With eggs.').finish();
    await readAll(fixture.chat, fixture.actor, second.runId);
    const again = await fixture.model.next();
    expect(isTitleRequest(again.request)).toBe(true);
    again.text('Cake and eggs').finish();
    await fixture.chat.titlesSettled();
    expect(await titleOf(conversation.id)).toBe('Cake and eggs');
  });

  it('end with their conversation, with the host and with their time', async () => {
    fixture = await createChatFixture({ script: () => null, limits: { titleMs: 20 } });
    const { conversation } = await fixture.exchange('Bake bread', 'With flour.');
    const first = await fixture.model.next();
    await fixture.conversations.remove(fixture.actor, conversation.id);
    expect(first.signal.aborted).toBe(true);
    await fixture.exchange('Bake cake', 'With eggs.');
    const second = await fixture.model.next();
    await fixture.chat.titlesSettled();
    expect(second.signal.aborted).toBe(true);
    await fixture.exchange('Bake pie', 'With apples.');
    const third = await fixture.model.next();
    await fixture.chat.close();
    expect(third.signal.aborted).toBe(true);
    await settle();
  });
});
