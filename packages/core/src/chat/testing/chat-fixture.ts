import type { ModelRef, RunUpdate, StartedRun, UserEvent } from '@braindrive/contracts';
import { createId, type Orm, SqlDatabase } from '@braindrive/database';
import {
  createFakeClock,
  createTestOrm,
  type FakeClock,
  ScriptedModel,
  type ScriptedModelOptions,
} from '@braindrive/test-kit';
import type { ResolvedModel } from '../../connections/index.ts';
import { ConversationService, SearchService } from '../../conversations/index.ts';
import { coreEntities } from '../../entities.ts';
import { EventService } from '../../events/index.ts';
import type { Log } from '../../log.ts';
import { type Actor, rolePermissions } from '../../users/index.ts';
import type { ChatLimits } from '../chat-limits.ts';
import { ChatService } from '../chat-service.ts';

export interface LogEntry {
  readonly event: string;
  readonly fields: Record<string, unknown>;
}

/** The chat engine on an empty database with one scripted model, for tests. */
export interface ChatFixture {
  readonly orm: Orm;
  readonly database: SqlDatabase;
  readonly clock: FakeClock;
  readonly events: EventService;
  readonly model: ScriptedModel;
  readonly modelRef: ModelRef;
  readonly chat: ChatService;
  readonly conversations: ConversationService;
  readonly search: SearchService;
  readonly actor: Actor;
  readonly stranger: Actor;
  readonly logged: LogEntry[];
  /** Sends a text, in a new conversation or a given one. */
  send(text: string, conversationId?: string | null): Promise<StartedRun>;
  /** Sends a text and lets the model answer it to its end. */
  exchange(text: string, answer: string, conversationId?: string | null): Promise<StartedRun>;
  /** Another life of the host on the same database. */
  restart(): ChatService;
  close(): Promise<void>;
}

export interface ChatFixtureOptions extends ScriptedModelOptions {
  readonly limits?: Partial<ChatLimits>;
  readonly contextTokens?: number | null;
}

const never = new AbortController().signal;
/** Short times, so that no test waits for a default meant for people. */
const quickLimits: Partial<ChatLimits> = { flushIntervalMs: 5, countTokensMs: 1_000 };

/** A title request is the only one with so few tokens; most tests are not about titles. */
const withoutTitles: NonNullable<ScriptedModelOptions['script']> = ({ parameters }) =>
  parameters.maxTokens === 16
    ? [
        {
          type: 'finish',
          finishReason: 'stop',
          usage: { inputTokens: null, outputTokens: null, reasoningTokens: null },
        },
      ]
    : null;

const createActor = (userId: string): Actor => ({
  userId,
  role: 'member',
  permissions: new Set(rolePermissions.member),
  via: 'session',
  sessionId: null,
  scopes: null,
});

async function insertPerson(database: SqlDatabase, name: string): Promise<Actor> {
  const id = createId();
  await database.write((session) =>
    session.run(
      `insert into user (id, name, email, role, status, created_at) values (?, ?, ?, 'member', 'ready', 0)`,
      id,
      name,
      `${name}@home.example`,
    ),
  );
  return createActor(id);
}

async function insertConnection(database: SqlDatabase): Promise<string> {
  const id = createId();
  await database.write((session) =>
    session.run(
      `insert into connection (id, provider_id, name, is_built_in, settings, created_at, updated_at)
       values (?, 'scripted', 'Scripted', 1, '{}', 0, 0)`,
      id,
    ),
  );
  return id;
}

export async function createChatFixture(options: ChatFixtureOptions = {}): Promise<ChatFixture> {
  const orm = await createTestOrm(coreEntities);
  const database = new SqlDatabase(orm);
  const clock = createFakeClock();
  const events = new EventService();
  const model = new ScriptedModel({ script: withoutTitles, ...options });
  const actor = await insertPerson(database, 'sam');
  const stranger = await insertPerson(database, 'kim');
  const modelRef = { connectionId: await insertConnection(database), modelId: 'tiny' };
  const logged: LogEntry[] = [];
  const record = (fields: Record<string, unknown>, event: string) => logged.push({ event, fields });
  const log: Log = { debug: record, info: record, warn: record, error: record };
  const resolved: ResolvedModel = {
    ref: modelRef,
    name: 'Tiny',
    contextTokens: options.contextTokens === undefined ? 8_192 : options.contextTokens,
    connection: model,
  };
  const limits = { ...quickLimits, ...options.limits };
  const newChat = () =>
    new ChatService({
      orm,
      clock,
      log,
      events,
      models: {
        resolve: async (_, ref) => ({ ...resolved, ref: ref ?? modelRef }),
      },
      limits,
    });
  const chat = newChat();
  const send = (text: string, conversationId: string | null = null) =>
    chat.send(actor, { clientId: createId(), conversationId, text });
  return {
    orm,
    database,
    clock,
    events,
    model,
    modelRef,
    chat,
    conversations: new ConversationService({ orm, clock, events, runs: chat }),
    search: new SearchService({ orm }),
    actor,
    stranger,
    logged,
    send,
    exchange: async (text, answer, conversationId = null) => {
      const started = await send(text, conversationId);
      (await model.next()).text(answer).finish();
      await readAll(chat, actor, started.runId);
      return started;
    },
    restart: newChat,
    close: async () => {
      await chat.close();
      await orm.close(true);
    },
  };
}

/** Follows a run to its end. */
export async function readAll(
  chat: ChatService,
  actor: Actor,
  runId: string,
  after = 0,
): Promise<RunUpdate[]> {
  const updates: RunUpdate[] = [];
  for await (const update of chat.follow(actor, { runId, after }, never)) updates.push(update);
  return updates;
}

/** What a client shows after these updates: it begins anew at each `message-start`. */
export function shownText(updates: readonly RunUpdate[]): { text: string; reasoning: string } {
  const shown = { text: '', reasoning: '' };
  for (const part of updates.flatMap(({ parts }) => parts)) {
    if (part.type === 'message-start') {
      shown.text = part.parts.flatMap((p) => (p.type === 'text' ? [p.text] : [])).join('');
      shown.reasoning = part.parts
        .flatMap((p) => (p.type === 'reasoning' ? [p.text] : []))
        .join('');
    } else if (part.type === 'text-delta') shown.text += part.delta;
    else if (part.type === 'reasoning-delta') shown.reasoning += part.delta;
  }
  return shown;
}

export const endOf = (updates: readonly RunUpdate[]) => {
  const part = updates.at(-1)?.parts.at(-1);
  return part?.type === 'message-end' ? part : null;
};

/** Collects a person's events until `stop` is called. */
export function collectEvents(events: EventService, actor: Actor) {
  const controller = new AbortController();
  const collected: UserEvent[] = [];
  const done = (async () => {
    for await (const event of events.follow(actor, controller.signal)) collected.push(event);
  })();
  return {
    collected,
    stop: async () => {
      controller.abort();
      await done;
      return collected;
    },
  };
}
