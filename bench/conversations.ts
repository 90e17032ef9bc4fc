import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import type { DataSet, SeededPerson } from './support/data-set.ts';
import { repository } from './support/host.ts';
import type { BenchOptions } from './support/options.ts';
import { type Row, report, say } from './support/report.ts';
import { withScenario } from './support/scenario.ts';
import { rareWord, seedConversations, vocabulary } from './support/seed-conversations.ts';
import { spreadOf } from './support/statistics.ts';

const agent = new Agent({ keepAlive: true, maxSockets: 1 });

/** A folder that is filled once and kept for the next time; a change of the schema is migrated by the host. */
export const keptFolder = (name: string): string => join(repository, '.cache', 'bench', name);

/** Fills a kept folder with conversations of its owner, unless that was done before. */
export async function seedOnce(
  data: DataSet,
  owner: SeededPerson,
  wanted: {
    readonly conversations: number;
    readonly messagesEach: number;
    readonly people: number;
  },
): Promise<void> {
  const has = await data.write((session) =>
    session.get('select 1 from conversation where owner_id = ? limit 1', owner.userId),
  );
  if (has !== null) return;
  const others = await data.people(wanted.people - 1);
  const each = wanted.conversations / wanted.people;
  say(`filling a database with ${wanted.conversations * wanted.messagesEach} messages …`);
  const batch = Math.min(each, 500);
  // In turns, so that everybody's messages lie among everybody else's in the index.
  for (let done = 0; done < each; done += batch)
    for (const { userId } of [owner, ...others])
      await seedConversations(data, {
        ownerId: userId,
        conversations: batch,
        messagesEach: wanted.messagesEach,
      });
}

async function call(url: string, path: string, input: unknown, cookie: string): Promise<number> {
  const before = performance.now();
  const query = encodeURIComponent(JSON.stringify({ json: input }));
  const outgoing = request(`${url}/trpc/${path}?input=${query}`, { agent, headers: { cookie } });
  outgoing.end();
  const [response] = await once(outgoing, 'response');
  let length = 0;
  for await (const chunk of response) length += chunk.length;
  if (response.statusCode !== 200) throw new Error(`${path} answered ${response.statusCode}.`);
  if (length === 0) throw new Error(`${path} answered nothing.`);
  return performance.now() - before;
}

async function timed(count: number, work: (round: number) => Promise<number>): Promise<number[]> {
  for (let round = 0; round < 10; round++) await work(round);
  const times: number[] = [];
  for (let round = 0; round < count; round++) times.push(await work(round));
  return times;
}

/** The conversation list over HTTP, with 10,000 conversations of six messages. */
export async function measureList({ profile }: BenchOptions): Promise<void> {
  const directory = keptFolder('conversations-10000');
  const seed = async (data: DataSet, owner: SeededPerson) => {
    await seedOnce(data, owner, { conversations: 10_000, messagesEach: 6, people: 1 });
  };
  await withScenario({ directory, profile, seed }, async ({ host, owner }) => {
    const list = (limit: number) => () =>
      call(host.url, 'conversation.list', { limit, isArchived: false }, owner.cookie);
    const rows: Row[] = [
      { what: 'first 50 of 10,000 conversations', ...spreadOf(await timed(300, list(50))) },
      { what: 'first 100 of 10,000 conversations', ...spreadOf(await timed(300, list(100))) },
    ];
    report({ bench: 'list', unit: 'ms over HTTP', rows });
  });
}

const queries: Readonly<Record<string, (round: number) => string>> = {
  'common word': (round) => vocabulary[round % 5] ?? '',
  'rare word': () => rareWord,
  'absent word': () => 'nowhere',
  prefix: (round) => `w${(round % 36).toString(36)}`,
  'two words': (round) => `${vocabulary[3]} ${vocabulary[(round * 5) % 500]}`,
  phrase: (round) => `"${vocabulary[0]} ${vocabulary[round % 20]}"`,
};

async function searchRows(url: string, cookie: string, label: string): Promise<Row[]> {
  const rows: Row[] = [];
  const all: number[] = [];
  for (const [kind, queryOf] of Object.entries(queries)) {
    const times = await timed(100, (round) =>
      call(url, 'conversation.search', { query: queryOf(round), limit: 30 }, cookie),
    );
    all.push(...times);
    rows.push({ what: `${label}: ${kind}`, ...spreadOf(times) });
  }
  return [...rows, { what: `${label}: all`, ...spreadOf(all) }];
}

/** Search over HTTP, snippets included: 60,000 messages of one person, and a million of twenty people. */
export async function measureSearch({ profile }: BenchOptions): Promise<void> {
  const sizes = [
    { name: 'conversations-10000', conversations: 10_000, messagesEach: 6, people: 1 },
    { name: 'messages-1000000', conversations: 50_000, messagesEach: 20, people: 20 },
  ];
  const rows: Row[] = [];
  for (const { name, ...wanted } of sizes) {
    const seed = (data: DataSet, owner: SeededPerson) => seedOnce(data, owner, wanted);
    await withScenario({ directory: keptFolder(name), profile, seed }, async ({ host, owner }) => {
      const messages = wanted.conversations * wanted.messagesEach;
      rows.push(...(await searchRows(host.url, owner.cookie, `${messages} messages`)));
    });
  }
  report({ bench: 'search', unit: 'ms over HTTP, 30 hits with snippets', rows });
}
