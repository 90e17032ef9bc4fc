import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type ChatFixture,
  collectEvents,
  createChatFixture,
} from '../chat/testing/chat-fixture.ts';
import { ConversationWriter } from './conversation-writer.ts';
import { SearchService } from './search-service.ts';

let fixture: ChatFixture;
let writer: ConversationWriter;
beforeEach(async () => {
  fixture = await createChatFixture();
  writer = new ConversationWriter(fixture);
});
afterEach(() => fixture.close());

const create = (title = 'Imported') =>
  writer.create(fixture.actor, { title, systemPrompt: 'Be brief.', model: null });

describe('a conversation that is made without a model', () => {
  it('is listed with the title it was given, and found by it', async () => {
    const events = collectEvents(fixture.events, fixture.actor);
    await new Promise(setImmediate);
    const made = await create('Holiday plans');
    const opened = await fixture.conversations.open(fixture.actor, made.id);
    expect(opened.conversation).toEqual(made);
    expect(opened.conversation.settings.systemPrompt).toBe('Be brief.');
    const search = new SearchService(fixture);
    const found = await search.search(fixture.actor, { query: 'holiday', limit: 5 });
    expect(found.items).toMatchObject([{ conversationId: made.id }]);
    expect((await events.stop()).map(({ type }) => type)).toEqual(['conversation-changed']);
  });

  it('refuses a connection that is not there', async () => {
    const model = { connectionId: '0192d3c4-0000-7000-8000-000000000001', modelId: 'one' };
    await expect(
      writer.create(fixture.actor, { title: 'x', systemPrompt: '', model }),
    ).rejects.toMatchObject({ code: 'MODEL_NOT_FOUND' });
  });
});

describe('an appended message', () => {
  it('becomes the end of the branch that is shown, whole', async () => {
    const { id: conversationId } = await create();
    const question = await writer.append(fixture.actor, {
      conversationId,
      role: 'user',
      text: 'a',
    });
    const answer = await writer.append(fixture.actor, {
      conversationId,
      role: 'assistant',
      text: 'b',
    });
    expect(answer).toMatchObject({ parentId: question.id, state: 'complete', model: null });
    const { conversation, window } = await fixture.conversations.open(
      fixture.actor,
      conversationId,
    );
    expect(conversation.leafId).toBe(answer.id);
    expect(window.messages).toEqual([question, answer]);
  });

  it('is refused in a conversation of somebody else', async () => {
    const { id: conversationId } = await create();
    const stranger = { ...fixture.actor, userId: 'stranger' };
    await expect(
      writer.append(stranger, { conversationId, role: 'user', text: 'a' }),
    ).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});
