import type { ModelRef } from '@braindrive/contracts';
import type { Client } from '../client.ts';
import { followRun } from '../follow.ts';
import { questions } from './answers.ts';
import { answerOf, ask, converse } from './chats.ts';
import { changeDatabase } from './database.ts';
import type { ConnectionName, ConversationName } from './world.ts';

const hour = 60 * 60_000;
const day = 24 * hour;

/** Titles of the list, each with its age; the ages put them into every group there is. */
const passing: readonly (readonly [title: string, ageMs: number])[] = [
  ['Regex for Dutch postcodes', 0.02 * hour],
  ['Reading list on soil and gardens', 1.001 * day],
  ['Packing list, five days, one bag', 1.01 * day],
  ['SQL: running total per customer', 2 * day],
  ['Toast for a retirement party', 3 * day],
  ['Sourdough schedule for workdays', 4 * day],
  ['Migrate notes from one app to files, keep every attachment and date', 5 * day],
  ['Chord changes in a minor key', 6 * day],
  ['Choosing a bicycle for hills', 24 * day],
  ['Names for a small bakery', 40 * day],
  ['Letter to the housing office', 75 * day],
  ['Old router as an access point', 210 * day],
];

/** Minutes between the shown conversations of today, the newest first. */
const today: readonly ConversationName[] = [
  'photos',
  'versions',
  'everything',
  'stopped',
  'interrupted',
  'refused',
  'unreachable',
  'long',
];

/** Fills the list: what the screens show, what only stands in the list, pinned and archived. */
export async function fillHistory(
  dataDirectory: string,
  client: Client,
  connections: Readonly<Record<ConnectionName, string>>,
): Promise<Record<ConversationName, string>> {
  const model = { connectionId: connections.scripted, modelId: 'qwen3-4b' };
  const ages = new Map<string, number>();
  for (const [title, age] of passing)
    ages.set(await converse(client, title, { text: questions.boiler, model }), age);
  const pinned = ['House rules, second draft', 'Weekly meal plan'];
  for (const title of pinned) {
    const conversationId = await converse(client, title, { text: questions.boiler, model });
    await client.trpc.conversation.update.mutate({ conversationId, isPinned: true });
    ages.set(conversationId, 9 * day);
  }
  for (const title of ['Tax return 2024', 'Wedding speech']) {
    const conversationId = await converse(client, title, { text: questions.boiler, model });
    await client.trpc.conversation.update.mutate({ conversationId, isArchived: true });
    ages.set(conversationId, 30 * day);
  }
  const shown = await shownConversations(client, model, connections.dead);
  for (const [index, name] of today.entries()) ages.set(shown[name], (index + 1) * 30_000);
  const now = Date.now();
  changeDatabase(dataDirectory, [
    ...[...ages].map(
      ([id, age]) =>
        [
          'update conversation set created_at = ?, updated_at = ? where id = ?',
          now - age,
          now - age,
          id,
        ] as const,
    ),
    ...figures(shown),
  ]);
  return shown;
}

async function shownConversations(
  client: Client,
  model: ModelRef,
  deadId: string,
): Promise<Record<ConversationName, string>> {
  const begin = (title: string, text: string) => converse(client, title, { text, model });
  const photos = await begin('Rename holiday photos by date', questions.photos);
  const everything = await begin('Everything a text can hold', questions.everything);
  const versions = await begin('Why the boiler loses pressure', questions.boiler);
  await makeVersions(client, versions);
  const interrupted = await begin('Explain tides to a child', questions.boiler);
  const refused = await begin('Sort my bookmarks', questions.refused);
  const unreachable = await converse(client, 'Plan three dinners', {
    text: 'Plan three dinners for four people.',
    model: { connectionId: deadId, modelId: 'qwen3-32b' },
  });
  const stopped = await stopHalfway(client, model);
  const long = await begin('A long talk about gardens', questions.boiler);
  for (let turn = 0; turn < 29; turn += 1) {
    const text = `Question ${turn + 2}: what about bed ${turn + 2}, and how much water does it need?`;
    await answerOf(client, await ask(client, { text, model, conversationId: long }));
  }
  return { photos, everything, versions, stopped, interrupted, refused, unreachable, long };
}

/** Two more answers to the same question, with the middle one shown. */
async function makeVersions(client: Client, conversationId: string): Promise<void> {
  const read = async () => {
    const { window } = await client.trpc.conversation.open.query({ conversationId });
    return window.messages.at(-1);
  };
  for (let again = 0; again < 2; again += 1) {
    const messageId = (await read())?.id ?? '';
    await answerOf(client, await client.trpc.chat.regenerate.mutate({ messageId }));
  }
  const messageId = (await read())?.siblingIds[1] ?? '';
  await client.trpc.conversation.selectBranch.mutate({ messageId });
}

async function stopHalfway(client: Client, model: ModelRef): Promise<string> {
  const started = await ask(client, { text: questions.complaint, model });
  const conversationId = started.conversation.id;
  await client.trpc.conversation.update.mutate({
    conversationId,
    title: 'Late parcel, a complaint',
  });
  const followed = followRun(client, started.runId);
  await followed.textOf(90);
  followed.stop();
  await client.trpc.chat.stop.mutate({ runId: started.runId });
  await answerOf(client, started);
  return conversationId;
}

/** Figures as a real model would have them; a scripted one answers faster than people believe. */
function figures(shown: Readonly<Record<ConversationName, string>>) {
  return [
    [`update message set tokens_per_second = 38.2 where role = 'assistant' and state <> 'failed'`],
    [
      `update message set output_tokens = 284 where role = 'assistant' and conversation_id = ?`,
      shown.photos,
    ],
    [
      `update message_part set duration_ms = 6200 where type = 'reasoning' and message_id in
       (select id from message where conversation_id = ?)`,
      shown.photos,
    ],
    [
      `update message set state = 'interrupted' where role = 'assistant' and conversation_id = ?`,
      shown.interrupted,
    ],
  ] as const;
}
