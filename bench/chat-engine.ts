/**
 * The chat engine by itself, in one process, on a database file: CPU and delay per streamed token beside the floor (the
 * same streams read without an engine), time to the first token, the conversation list, search, and a long conversation.
 *
 *   node --conditions=@braindrive/source bench/chat-engine.ts [--only tokens,first,list,search,long] [--messages 1000000]
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import {
  type Actor,
  ChatService,
  ConversationService,
  coreEntities,
  EventService,
  rolePermissions,
  SearchService,
  systemClock,
} from '@braindrive/core';
import {
  createId,
  createOrm,
  SqlDatabase,
  type SqlSession,
  WalCheckpointer,
} from '@braindrive/database';
import type { ModelStreamPart } from '@braindrive/plugin-sdk';
import type { ModelConnection } from '@braindrive/plugin-sdk/server';

const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const never = new AbortController().signal;
const tokensPerSecond = 50;

type Row = Record<string, string | number>;

const round = (value: number): number => Math.round(value * 1_000) / 1_000;
const percentile = (values: readonly number[], part: number): number =>
  round(values.toSorted((a, b) => a - b)[Math.floor(values.length * part)] ?? Number.NaN);
const spread = (values: readonly number[]) => ({
  p50: percentile(values, 0.5),
  p95: percentile(values, 0.95),
  p99: percentile(values, 0.99),
});

/** One metronome for all streams of a measurement: a timer per stream would measure timers. */
class Metronome {
  readonly #beats: (() => void)[] = [];
  readonly #timer = setInterval(() => {
    for (const beat of this.#beats.splice(0)) beat();
  }, 1_000 / tokensPerSecond);

  wait(): Promise<void> {
    return new Promise((resolve) => this.#beats.push(resolve));
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}

const usage = { inputTokens: 10, outputTokens: 10, reasoningTokens: null };

/** Each token carries the time when it was sent, padded to a usual length. */
async function* timedTokens(
  count: number,
  metronome: Metronome | null,
): AsyncGenerator<ModelStreamPart> {
  for (let index = 0; index < count; index++) {
    await metronome?.wait();
    yield { type: 'text-delta', delta: `${performance.now().toFixed(3)} ` };
  }
  yield { type: 'finish', finishReason: 'stop', usage };
}

interface Engine {
  readonly database: SqlDatabase;
  readonly actor: Actor;
  readonly chat: ChatService;
  readonly conversations: ConversationService;
  readonly search: SearchService;
  readonly connectionId: string;
}

const actorOf = (userId: string): Actor => ({
  userId,
  role: 'member',
  permissions: new Set(rolePermissions.member),
  via: 'session',
  sessionId: null,
  scopes: null,
});

function insertPerson(session: SqlSession): Actor {
  const id = createId();
  session.run(
    `insert into user (id, name, email, role, status, created_at) values (?, 'Sam', ?, 'member', 'ready', 0)`,
    id,
    `${id}@home.example`,
  );
  return actorOf(id);
}

async function withEngine(
  stream: () => AsyncGenerator<ModelStreamPart>,
  use: (engine: Engine) => Promise<Row[]>,
): Promise<Row[]> {
  const directory = await mkdtemp(join(tmpdir(), 'chat-engine-'));
  const path = join(directory, 'bench.sqlite');
  const orm = await createOrm({ entities: coreEntities, path });
  await orm.migrator.up();
  const onFailure = (cause: unknown) => console.error(cause);
  const checkpointer = new WalCheckpointer({ orm, path, onFailure });
  await checkpointer.start();
  const database = new SqlDatabase(orm);
  const connectionId = createId();
  const actor = await database.write((session) => {
    session.run(
      `insert into connection (id, provider_id, name, is_built_in, settings, created_at, updated_at)
       values (?, 'bench', 'Bench', 1, '{}', 0, 0)`,
      connectionId,
    );
    return insertPerson(session);
  });
  const connection: ModelConnection = {
    destination: null,
    listModels: async () => [],
    test: async () => ({ latencyMs: 0, modelCount: 0, serverVersion: null }),
    streamChat: stream,
  };
  const model = {
    ref: { connectionId, modelId: 'bench' },
    name: 'Bench',
    contextTokens: 8_192,
    connection,
  };
  const events = new EventService();
  const clock = systemClock;
  const chat = new ChatService({
    orm,
    clock,
    events,
    log: silent,
    models: { resolve: async () => model },
    limits: { maxRunsPerPerson: 1_000 },
  });
  const conversations = new ConversationService({ orm, clock, events, runs: chat });
  const search = new SearchService({ orm });
  try {
    return await use({ database, actor, chat, conversations, search, connectionId });
  } finally {
    await chat.close();
    await checkpointer.close();
    await orm.close(true);
    await rm(directory, { recursive: true });
  }
}

const send = ({ chat, actor }: Engine, conversationId: string | null = null) =>
  chat.send(actor, { clientId: createId(), conversationId, text: 'Tell me a joke' });

async function cpuOf<Result>(work: () => Promise<Result>) {
  const before = process.cpuUsage();
  const result = await work();
  const { user, system } = process.cpuUsage(before);
  return { result, cpuUs: user + system };
}

const delaysIn = (text: string): number[] => {
  const now = performance.now();
  return text
    .trim()
    .split(' ')
    .map((sent) => now - Number(sent));
};

/** Follows a run, and measures how old each token is when it arrives. */
async function followDelays({ chat, actor }: Engine, runId: string): Promise<number[]> {
  const delays: number[] = [];
  for await (const { parts } of chat.follow(actor, { runId, after: 0 }, never)) {
    for (const part of parts) if (part.type === 'text-delta') delays.push(...delaysIn(part.delta));
  }
  return delays;
}

async function readFloor(stream: AsyncIterable<ModelStreamPart>): Promise<number[]> {
  const delays: number[] = [];
  for await (const part of stream)
    if (part.type === 'text-delta') delays.push(...delaysIn(part.delta));
  return delays;
}

async function measureTokens(): Promise<Row[]> {
  const streams = 200;
  const tokens = tokensPerSecond * 10;
  const metronome = new Metronome();
  const numbers = Array.from({ length: streams });
  await Promise.all(numbers.map(() => readFloor(timedTokens(50, metronome))));
  const floor = await cpuOf(() =>
    Promise.all(numbers.map(() => readFloor(timedTokens(tokens, metronome)))),
  );
  const rows = await withEngine(
    () => timedTokens(tokens, metronome),
    async (engine) => {
      const followers = [1, 2];
      const measured: Row[] = [];
      for (const perRun of followers) {
        const { result, cpuUs } = await cpuOf(async () => {
          const started = await Promise.all(numbers.map(() => send(engine)));
          const follows = started.flatMap(({ runId }) =>
            Array.from({ length: perRun }, () => followDelays(engine, runId)),
          );
          return (await Promise.all(follows)).flat();
        });
        const expected = streams * tokens * perRun;
        measured.push({
          what: `${streams} runs × ${tokensPerSecond} tokens/s, followers each: ${perRun}`,
          ...spread(result),
          cpuUsPerToken: round(cpuUs / (streams * tokens)),
          lost: expected - result.length,
        });
      }
      return measured;
    },
  );
  metronome.stop();
  return [
    {
      what: 'floor: the same streams, no engine',
      ...spread(floor.result.flat()),
      cpuUsPerToken: round(floor.cpuUs / (streams * tokens)),
      lost: streams * tokens - floor.result.flat().length,
    },
    ...rows,
  ];
}

/** Send to first token, with a model that answers at once. */
async function firstToken(engine: Engine, conversationId: string | null = null): Promise<number> {
  const before = performance.now();
  const { runId } = await send(engine, conversationId);
  for await (const { parts } of engine.chat.follow(engine.actor, { runId, after: 0 }, never)) {
    if (parts.some(({ type }) => type === 'text-delta')) break;
  }
  return performance.now() - before;
}

async function measureFirst(): Promise<Row[]> {
  return withEngine(
    () => timedTokens(2, null),
    async (engine) => {
      for (let round = 0; round < 50; round++) await firstToken(engine);
      const one: number[] = [];
      for (let round = 0; round < 300; round++) {
        one.push(await firstToken(engine));
        await new Promise((resolve) => setImmediate(resolve));
      }
      const many = await Promise.all(Array.from({ length: 200 }, () => firstToken(engine)));
      return [
        { what: 'send to first token, one at a time', ...spread(one) },
        { what: 'send to first token, 200 at once', ...spread(many) },
      ];
    },
  );
}

async function timed(rounds: number, work: (round: number) => Promise<unknown>) {
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const before = performance.now();
    await work(round);
    times.push(performance.now() - before);
  }
  return times;
}

/** Vocabulary in which the word of rank n comes about 1/n as often as the first, as in real text. */
const vocabulary = Array.from({ length: 20_000 }, (_, index) => `w${index.toString(36)}x`);
const logSize = Math.log(vocabulary.length);
const randomWord = (): string =>
  vocabulary[Math.floor(Math.exp(Math.random() * logSize)) - 1] ?? 'word';
const randomText = (): string => Array.from({ length: 60 }, randomWord).join(' ');

interface Seeding {
  readonly actor: Actor;
  readonly conversations: number;
  readonly messagesEach: number;
  readonly isIndexed: boolean;
}

/** Rows as the engine would have written them, without asking a model a million times. */
async function seed(database: SqlDatabase, seeding: Seeding): Promise<string> {
  let conversationId = '';
  for (let start = 0; start < seeding.conversations; start += 100) {
    await database.write((session) => {
      const end = Math.min(start + 100, seeding.conversations);
      for (let number = start; number < end; number++) {
        conversationId = seedConversation(session, seeding, number);
      }
    });
  }
  return conversationId;
}

function seedConversation(session: SqlSession, seeding: Seeding, number: number): string {
  const { actor, messagesEach, isIndexed } = seeding;
  const conversationId = createId();
  const scope = `\uE000${actor.userId.replaceAll('-', '')} \uE001${conversationId.replaceAll('-', '')}`;
  session.run(
    `insert into conversation (id, owner_id, title, title_source, created_at, updated_at) values (?, ?, ?, 'words', ?, ?)`,
    conversationId,
    actor.userId,
    `Conversation ${number}`,
    number,
    number,
  );
  let parentId: string | null = null;
  for (let index = 0; index < messagesEach; index++) {
    const id = createId();
    const text = index === 0 && number % 1_000 === 0 ? `rarest ${randomText()}` : randomText();
    session.run(
      `insert into message (id, conversation_id, parent_id, role, state, created_at) values (?, ?, ?, ?, 'complete', ?)`,
      id,
      conversationId,
      parentId,
      index % 2 === 0 ? 'user' : 'assistant',
      number,
    );
    session.run(
      `insert into message_part (message_id, position, type, text) values (?, 0, 'text', ?)`,
      id,
      text,
    );
    if (isIndexed) {
      session.run('insert into search_document (message_id) values (?)', id);
      session.run(
        'insert into message_search (rowid, text, owner) values (last_insert_rowid(), ?, ?)',
        text,
        scope,
      );
    }
    parentId = id;
  }
  session.run('update conversation set leaf_id = ? where id = ?', parentId, conversationId);
  return conversationId;
}

const noModel = () => timedTokens(2, null);

async function measureList(): Promise<Row[]> {
  return withEngine(noModel, async ({ actor, conversations, database }) => {
    await seed(database, { actor, conversations: 10_000, messagesEach: 6, isIndexed: false });
    const first = () => conversations.list(actor, { limit: 50, isArchived: false });
    await timed(20, first);
    const firstTimes = await timed(300, first);
    let cursor = (await first()).nextCursor;
    const deepTimes = await timed(150, async () => {
      const page = await conversations.list(actor, {
        limit: 50,
        isArchived: false,
        ...(cursor === null ? {} : { cursor }),
      });
      cursor = page.nextCursor;
    });
    return [
      { what: 'list of 10,000 conversations, first 50', ...spread(firstTimes) },
      { what: 'list of 10,000 conversations, 50 deeper and deeper', ...spread(deepTimes) },
    ];
  });
}

const searches: Readonly<Record<string, () => string>> = {
  'common word': () => vocabulary[Math.floor(Math.random() * 5)] ?? '',
  'rare word': () => 'rarest',
  'absent word': () => 'nowhere',
  prefix: () => `w${Math.floor(Math.random() * 36).toString(36)}`,
  'two words': () => `${vocabulary[3]} ${vocabulary[Math.floor(Math.random() * 500)]}`,
  'two rare words': () =>
    `${vocabulary[Math.floor(10_000 + Math.random() * 9_000)]} ${vocabulary[Math.floor(10_000 + Math.random() * 9_000)]} `,
  phrase: () => `"${vocabulary[0]} ${vocabulary[Math.floor(Math.random() * 20)]}"`,
};

async function measureSearch(messages: number): Promise<Row[]> {
  return withEngine(noModel, async ({ actor, database, search }) => {
    const messagesEach = 20;
    const other = await database.write(insertPerson);
    // One person has nearly everything: the hardest case for the index, and the usual one at home.
    const count = messages / messagesEach;
    await seed(database, { actor: other, conversations: 50, messagesEach, isIndexed: true });
    const inside = await seed(database, {
      actor,
      conversations: count - 50,
      messagesEach,
      isIndexed: true,
    });
    const rows: Row[] = [];
    const all: number[] = [];
    const label = `search in ${messages.toLocaleString('en')} messages`;
    for (const [kind, makeQuery] of Object.entries(searches)) {
      const run = () => search.search(actor, { query: makeQuery(), limit: 30 });
      await timed(5, run);
      const times = await timed(100, run);
      all.push(...times);
      rows.push({ what: `${label}: ${kind}`, ...spread(times) });
    }
    const query = vocabulary[0] ?? '';
    const within = await timed(100, () =>
      search.search(actor, { query, conversationId: inside, limit: 30 }),
    );
    const small = await timed(100, () => search.search(other, { query, limit: 30 }));
    rows.push({ what: `${label}: common word in one conversation`, ...spread(within) });
    rows.push({ what: `${label}: common word, person with 1,000`, ...spread(small) });
    rows.push({ what: `${label}: all kinds`, ...spread(all) });
    return rows;
  });
}

async function measureLong(): Promise<Row[]> {
  return withEngine(noModel, async (engine) => {
    const { actor, conversations, database } = engine;
    const conversationId = await seed(database, {
      actor,
      conversations: 1,
      messagesEach: 2_000,
      isIndexed: true,
    });
    const open = () => conversations.open(actor, conversationId);
    await timed(20, open);
    const opened = await timed(200, open);
    for (let round = 0; round < 30; round++) await firstToken(engine);
    const fresh: number[] = [];
    const long: number[] = [];
    for (let round = 0; round < 100; round++) {
      fresh.push(await firstToken(engine));
      await settled(engine);
      long.push(await firstToken(engine, conversationId));
      await settled(engine);
    }
    return [
      { what: 'open a conversation of 2,000 messages', ...spread(opened) },
      { what: 'send to first token in a new conversation', ...spread(fresh) },
      { what: 'send to first token after 2,000 messages', ...spread(long) },
    ];
  });
}

/** The two-token answers end within a few turns. */
const settled = ({ chat }: Engine) =>
  new Promise((resolve) => setTimeout(resolve, 2)).then(() => chat.titlesSettled());

const measurements: Readonly<Record<string, (messages: number) => Promise<Row[]>>> = {
  tokens: measureTokens,
  first: measureFirst,
  list: measureList,
  long: measureLong,
  search: async (messages) => [
    ...(await measureSearch(60_000)),
    ...(messages > 60_000 ? await measureSearch(messages) : []),
  ],
};

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      only: { type: 'string', default: Object.keys(measurements).join(',') },
      messages: { type: 'string', default: '1000000' },
    },
  });
  for (const name of values.only.split(',')) {
    const measure = measurements[name];
    if (measure === undefined) throw new Error(`There is no measurement "${name}".`);
    const rows = await measure(Number(values.messages));
    console.log(JSON.stringify({ bench: 'chat-engine', measurement: name, unit: 'ms', rows }));
    console.table(rows);
  }
}

await main();
