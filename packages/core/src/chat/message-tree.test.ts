import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ChatFixture, createChatFixture, readAll, shownText } from './testing/chat-fixture.ts';

let fixture: ChatFixture;
beforeEach(async () => {
  fixture = await createChatFixture();
});
afterEach(() => fixture.close());

const open = (conversationId: string) => fixture.conversations.open(fixture.actor, conversationId);

describe('the message tree', () => {
  it('regenerates as a sibling that is shown', async () => {
    const first = await fixture.exchange('Joke', 'One');
    const second = await fixture.chat.regenerate(fixture.actor, {
      messageId: first.replyMessage.id,
      model: { ...fixture.modelRef, modelId: 'other' },
    });
    const answer = await fixture.model.next();
    expect(answer.request).toMatchObject({
      modelId: 'other',
      messages: [{ role: 'user', content: 'Joke' }],
    });
    answer.text('Two').finish();
    await readAll(fixture.chat, fixture.actor, second.runId);
    expect(second.userMessage).toBeNull();
    const { window } = await open(first.conversation.id);
    expect(window.messages).toHaveLength(2);
    expect(window.messages[1]).toMatchObject({
      parts: [{ type: 'text', text: 'Two' }],
      siblingIds: [first.replyMessage.id, second.replyMessage.id],
    });
  });

  it('edits a question as a sibling, also the first one, and shows either branch', async () => {
    const { actor, chat, conversations, model } = fixture;
    const first = await fixture.exchange('Jake', 'Who?');
    await fixture.exchange('More', 'Jake who?', first.conversation.id);
    const firstId = first.userMessage?.id ?? '';
    const edited = await chat.edit(actor, { messageId: firstId, text: 'Joke' });
    const answer = await model.next();
    expect(answer.request.messages).toEqual([{ role: 'user', content: 'Joke' }]);
    answer.text('Ha').finish();
    await readAll(chat, actor, edited.runId);
    const shown = await open(first.conversation.id);
    expect(texts(shown)).toEqual(['Joke', 'Ha']);
    expect(shown.window.messages[0]?.siblingIds).toEqual([firstId, edited.userMessage?.id]);
    const other = await conversations.selectBranch(actor, firstId);
    expect(texts(other)).toEqual(['Jake', 'Who?', 'More', 'Jake who?']);
    expect(texts(await open(first.conversation.id))).toEqual(texts(other));
    await expect(
      chat.edit(actor, { messageId: edited.replyMessage.id, text: 'x' }),
    ).rejects.toMatchObject({ code: 'VALIDATION_FAILED' });
  });

  it('continues a stopped answer in place and replays what it held before', async () => {
    const { actor, chat, model } = fixture;
    const started = await fixture.send('Count');
    (await model.next()).reasoning('hm').text('one two');
    await settle();
    await chat.stop(actor, started.runId);
    const messageId = started.replyMessage.id;
    const continued = await chat.continueMessage(actor, { messageId });
    const answer = await model.next();
    expect(answer.request).toMatchObject({
      isContinuation: true,
      messages: [
        { role: 'user', content: 'Count' },
        { role: 'assistant', content: 'one two' },
      ],
    });
    answer.text(' three').finish();
    const updates = await readAll(chat, actor, continued.runId);
    expect(shownText(updates)).toEqual({ text: 'one two three', reasoning: 'hm' });
    const { window } = await open(started.conversation.id);
    expect(window.messages).toHaveLength(2);
    expect(window.messages[1]).toMatchObject({
      id: messageId,
      state: 'complete',
      parts: [
        { type: 'reasoning', text: 'hm' },
        { type: 'text', text: 'one two three' },
      ],
    });
    await expect(chat.continueMessage(actor, { messageId })).rejects.toMatchObject({
      code: 'NOTHING_TO_CONTINUE',
    });
  });

  it('does not continue what has replies or no text', async () => {
    const { actor, chat } = fixture;
    const empty = await fixture.send('Count');
    await chat.stop(actor, empty.runId);
    await expect(
      chat.continueMessage(actor, { messageId: empty.replyMessage.id }),
    ).rejects.toMatchObject({ code: 'NOTHING_TO_CONTINUE' });
    await fixture.model.next();
    const next = await fixture.send('Again', empty.conversation.id);
    const answer = await fixture.model.next();
    expect(answer.request.messages).toEqual([{ role: 'user', content: 'Count\n\nAgain' }]);
    answer.text('one').cut();
    await readAll(chat, actor, next.runId);
    await fixture.exchange('Go on', 'two', empty.conversation.id);
    await expect(
      chat.continueMessage(actor, { messageId: next.replyMessage.id }),
    ).rejects.toMatchObject({ code: 'NOTHING_TO_CONTINUE' });
  });
});

const texts = (opened: Awaited<ReturnType<typeof open>>) =>
  opened.window.messages.map(({ parts }) => parts.map(({ text }) => text).join(''));

/** Lets everything run that is ready to run. */
const settle = () => new Promise((resolve) => setImmediate(resolve));
