import type { ApiKeyScope, Message, RunUpdate, UserEvent } from '@braindrive/contracts';
import {
  type Actor,
  ChatService,
  ConnectionEntity,
  ConversationService,
  coreEntities,
  EventService,
  rolePermissions,
  SearchService,
  type Services,
  UserEntity,
} from '@braindrive/core';
import { createFakeClock, createTestOrm, ScriptedModel } from '@braindrive/test-kit';
import { isTrackedEnvelope } from '@trpc/server';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createCaller } from './app-router.ts';
import { scriptedPlugins } from './testing/scripted-plugins.ts';

const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
let idCount = 0;
const createId = () => `01900000-0000-7000-8000-${String(++idCount).padStart(12, '0')}`;
let model: ScriptedModel;
let owner: Actor;
let stranger: Actor;
let call: (actor: Actor | null) => ReturnType<typeof createCaller>;
let close: () => Promise<void>;

const actorOf = (userId: string, scopes: readonly ApiKeyScope[] | null = null): Actor => ({
  userId,
  role: 'member',
  permissions: new Set(rolePermissions.member),
  via: scopes === null ? 'session' : 'api-key',
  sessionId: null,
  scopes: scopes === null ? null : new Set(scopes),
});

beforeEach(async () => {
  const orm = await createTestOrm(coreEntities);
  const clock = createFakeClock();
  const events = new EventService();
  model = new ScriptedModel({ destination: 'models.example' });
  const em = orm.em.fork();
  const connectionId = createId();
  const userIds = [createId(), createId()];
  for (const id of userIds) {
    em.create(UserEntity, {
      id,
      name: 'Sam',
      email: `${id}@home.example`,
      role: 'member',
      status: 'ready',
      avatarFile: null,
      defaultConnectionId: null,
      defaultModelId: null,
      createdAt: clock.now(),
    });
  }
  em.create(ConnectionEntity, {
    id: connectionId,
    ownerId: null,
    providerId: 'scripted',
    name: 'Scripted',
    isShared: false,
    isEnabled: true,
    isBuiltIn: true,
    settings: {},
    secrets: null,
    secretsSetAt: {},
    createdAt: clock.now(),
    updatedAt: clock.now(),
  });
  await em.flush();
  [owner, stranger] = userIds.map((id) => actorOf(id)) as [Actor, Actor];
  const resolved = {
    ref: { connectionId, modelId: 'tiny' },
    name: 'Tiny',
    contextTokens: 8_192,
    connection: model,
  };
  const chat = new ChatService({
    orm,
    clock,
    events,
    log: silent,
    models: { resolve: async () => resolved },
  });
  const conversations = new ConversationService({ orm, clock, events, runs: chat });
  const search = new SearchService({ orm });
  // These routers ask these services and no others.
  const services = { chat, conversations, search, events } as unknown as Services;
  call = (actor) =>
    createCaller({
      services,
      plugins: scriptedPlugins(),
      actor,
      origin: { address: '127.0.0.1', userAgent: 'test' },
      requestId: 'request',
      setSessionCookie: null,
      log: silent,
    });
  close = async () => {
    await chat.close();
    await orm.close(true);
  };
});
afterEach(() => close());

interface Ids {
  readonly conversationId: string;
  readonly messageId: string;
  readonly questionId: string;
  readonly runId: string;
}

/** An answered conversation of the owner. */
async function answered(): Promise<Ids> {
  const started = await call(owner).chat.send({
    clientId: createId(),
    conversationId: null,
    text: 'Hello there',
  });
  (await model.next()).text('General').finish();
  await readRun(owner, started.runId);
  return {
    conversationId: started.conversation.id,
    messageId: started.replyMessage.id,
    questionId: started.userMessage?.id ?? '',
    runId: started.runId,
  };
}

async function readRun(actor: Actor, runId: string, lastEventId?: string) {
  const updates = await call(actor).chat.follow(
    lastEventId === undefined ? { runId } : { runId, lastEventId },
  );
  const read: { id: string; update: RunUpdate }[] = [];
  for await (const item of updates) {
    // A direct caller gets the envelope that the transport would unpack.
    if (!isTrackedEnvelope<RunUpdate>(item)) throw new Error('An update has no id.');
    const [id, update] = item;
    read.push({ id, update });
  }
  return read;
}

type Caller = ReturnType<typeof createCaller>;
type Run = (caller: Caller, ids: Ids) => Promise<unknown>;
/** Every procedure of both routers that takes an id, called with valid ids. */
const withId: Record<string, Run> = {
  'chat.send': (caller, { conversationId }) =>
    caller.chat.send({ clientId: createId(), conversationId, text: 'hi' }),
  'chat.regenerate': (caller, { messageId }) => caller.chat.regenerate({ messageId }),
  'chat.edit': (caller, { questionId }) => caller.chat.edit({ messageId: questionId, text: 'hi' }),
  'chat.continue': (caller, { messageId }) => caller.chat.continue({ messageId }),
  'chat.stop': (caller, { runId }) => caller.chat.stop({ runId }),
  'chat.follow': async (caller, { runId }) => {
    for await (const _ of await caller.chat.follow({ runId })) return;
  },
  'conversation.open': (caller, { conversationId }) => caller.conversation.open({ conversationId }),
  'conversation.update': (caller, { conversationId }) =>
    caller.conversation.update({ conversationId, title: 'x' }),
  'conversation.remove': (caller, { conversationId }) =>
    caller.conversation.remove({ conversationId }),
  'conversation.restore': (caller, { conversationId }) =>
    caller.conversation.restore({ conversationId }),
  'conversation.listMessages': (caller, { conversationId }) =>
    caller.conversation.listMessages({ conversationId }),
  'conversation.selectBranch': (caller, { messageId }) =>
    caller.conversation.selectBranch({ messageId }),
  'conversation.search': (caller, { conversationId }) =>
    caller.conversation.search({ conversationId, query: 'hello' }),
};
const permitted: Record<string, Run> = {
  ...withId,
  'conversation.list': (caller: Caller) => caller.conversation.list({}),
};
const authed: Record<string, Run> = {
  ...permitted,
  'event.follow': async (caller: Caller) => {
    for await (const _ of await caller.event.follow()) return;
  },
};
const unused: Ids = {
  conversationId: createId(),
  messageId: createId(),
  questionId: createId(),
  runId: createId(),
};

describe.each(Object.entries(authed))('%s', (_, run) => {
  it('wants a signed-in caller', async () => {
    await expect(run(call(null), unused)).rejects.toMatchObject({ code: 'UNAUTHORIZED' });
  });

  it('is refused to an API key without the scope', async () => {
    const key = actorOf(owner.userId, ['models:read']);
    await expect(run(call(key), unused)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });
});

describe.each(Object.entries(permitted))('%s', (_, run) => {
  it('is refused without the permission', async () => {
    const powerless = { ...owner, permissions: new Set<never>() };
    await expect(run(call(powerless), unused)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });
});

describe.each(Object.entries(withId))('%s with an id', (_, run) => {
  it('says the same of another person’s and of a missing one', async () => {
    const theirs = await answered();
    await expect(run(call(stranger), theirs)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const missing = Object.fromEntries(
      Object.keys(theirs).map((key) => [key, createId()]),
    ) as unknown as Ids;
    await expect(run(call(owner), missing)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('a chat over the API', () => {
  it('sends, follows with resumable ids, and opens what was stored', async () => {
    const ids = await answered();
    const read = await readRun(owner, ids.runId);
    expect(read.flatMap(({ update }) => update.parts.map(({ type }) => type))).toEqual([
      'message-start',
      'text-delta',
      'message-end',
    ]);
    const last = read.at(-1);
    expect(last?.id).toBe(String(last?.update.seq));
    expect(await readRun(owner, ids.runId, last?.id)).toEqual([]);
    const [, rest] = (await readRun(owner, ids.runId, '1'))[0]?.update.parts ?? [];
    expect(rest?.type).toBe('message-end');
    const opened = await call(owner).conversation.open({ conversationId: ids.conversationId });
    expect(opened.window.messages.map(textOf)).toEqual(['Hello there', 'General']);
  });

  it('refuses a message without a word, and one past the limit', async () => {
    const send = (text: string) =>
      call(owner).chat.send({ clientId: createId(), conversationId: null, text });
    await expect(send(' \n')).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    await expect(send('x'.repeat(200_001))).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    expect(model.answers).toEqual([]);
  });

  it('refuses an event id that no stream gave', async () => {
    await expect(readRun(owner, createId(), 'NaN')).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  });

  it('gives a stop, an edit and another answer their effect', async () => {
    const ids = await answered();
    const again = await call(owner).chat.regenerate({ messageId: ids.messageId });
    const answer = await untilTitleIsPassed();
    await call(owner).chat.stop({ runId: again.runId });
    expect(answer.signal.aborted).toBe(true);
    const edited = await call(owner).chat.edit({ messageId: ids.questionId, text: 'Hi' });
    expect(edited.userMessage?.siblingIds).toHaveLength(2);
    const back = await call(owner).conversation.selectBranch({ messageId: ids.messageId });
    expect(back.window.messages.map(textOf)).toEqual(['Hello there', 'General']);
  });

  it('finds, removes and restores', async () => {
    const ids = await answered();
    const conversation = call(owner).conversation;
    const { conversationId } = ids;
    expect((await conversation.search({ query: 'general' })).items).toHaveLength(1);
    await conversation.remove({ conversationId });
    expect((await conversation.list({})).items).toEqual([]);
    expect((await conversation.search({ query: 'general' })).items).toEqual([]);
    await conversation.restore({ conversationId });
    expect((await conversation.list({})).items).toMatchObject([{ id: conversationId }]);
  });

  it('tells every page of the person what changes', async () => {
    const seen: UserEvent['type'][] = [];
    const events = (await call(owner).event.follow())[Symbol.asyncIterator]();
    const first = events.next();
    await answered();
    for (let next = await first; !next.done; next = await events.next()) {
      seen.push(next.value.type);
      if (next.value.type === 'run-ended') break;
    }
    await events.return?.();
    expect(seen).toEqual(['conversation-changed', 'run-started', 'branch-changed', 'run-ended']);
  });
});

const textOf = ({ parts }: Message) => parts.map(({ text }) => text).join('');

/** The title is asked for behind the first answer; it gives way to what a test does next. */
async function untilTitleIsPassed() {
  for (;;) {
    const answer = await model.next();
    if (answer.request.parameters.maxTokens !== 16) return answer;
  }
}
