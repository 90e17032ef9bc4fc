import { questions } from '../worlds/answers.ts';
import { ask, stopAnswers } from '../worlds/chats.ts';
import { changeDatabase } from '../worlds/database.ts';
import {
  atHome,
  type HomeScreen,
  openConversation,
  openPath,
  type Screen,
  type Stage,
} from './screen.ts';

type HomeStage = Parameters<HomeScreen['show']>[0];

/** Asks a question whose answer does not end, and shows it. It is stopped and deleted afterwards. */
function unfinished(
  name: string,
  text: string,
  isDrawn: (stage: HomeStage) => Promise<void>,
  server: 'scripted' | 'ollama' = 'scripted',
): HomeScreen {
  const begun: string[] = [];
  return atHome(
    name,
    async (stage) => {
      const { owner, connections } = stage.world;
      const modelId = server === 'ollama' ? 'llama3.2:3b' : 'qwen3-4b';
      const model = { connectionId: connections[server], modelId };
      const { conversation } = await ask(owner, { text, model });
      begun.push(conversation.id);
      await openConversation(stage, conversation.id);
      await isDrawn(stage);
    },
    { leave: (stage) => dropAll(stage, begun) },
  );
}

async function dropAll({ world }: HomeStage, begun: string[]): Promise<void> {
  for (const conversationId of begun.splice(0)) {
    await stopAnswers(world.owner, conversationId);
    await world.owner.trpc.conversation.remove.mutate({ conversationId });
  }
}

const visibleText = ({ page }: Stage, text: string | RegExp) =>
  page.getByText(text).locator('visible=true').first().waitFor();

/** The second question of the conversation in the mock-up, while its answer comes. */
const streaming = atHome(
  'chat-streaming',
  async (stage) => {
    const { owner, conversations, connections } = stage.world;
    const conversationId = conversations.photos;
    await openConversation(stage, conversationId);
    const model = { connectionId: connections.scripted, modelId: 'qwen3-4b' };
    await ask(owner, { text: questions.sameSecond, model, conversationId });
    await visibleText(stage, 'The first keeps');
    const figures = stage.page.getByRole('article', { name: /^Answer of/ }).last();
    if (!stage.isPhone) await figures.getByText(/\d tokens\/s/).waitFor();
  },
  { leave: ({ world }) => dropLaterMessages(world, world.conversations.photos) },
);

/** Leaves the first question and its answer, so that the next picture begins the same. */
async function dropLaterMessages(
  { owner, host }: HomeStage['world'],
  conversationId: string,
): Promise<void> {
  await stopAnswers(owner, conversationId);
  const { window } = await owner.trpc.conversation.open.query({ conversationId });
  const [question, answer] = window.messages;
  if (question === undefined || answer === undefined) return;
  changeDatabase(host.dataDirectory, [
    ['update conversation set leaf_id = ? where id = ?', answer.id, conversationId],
    [
      'delete from message where conversation_id = ? and id not in (?, ?)',
      conversationId,
      question.id,
      answer.id,
    ],
  ]);
}

/** The chat in all its states. */
export const chatScreens: readonly Screen[] = [
  atHome('chat-empty', (stage) => openPath(stage, '/chat', 'Where shall we start?')),
  {
    name: 'chat-without-model',
    world: 'without-model',
    who: 'owner',
    show: (stage) => openPath(stage, '/chat', 'There is no model yet'),
  },
  {
    name: 'models-empty',
    world: 'without-model',
    who: 'owner',
    show: (stage) => openPath(stage, '/models', 'To download'),
  },
  streaming,
  atHome('chat-rich', async (stage) => {
    await openConversation(stage, stage.world.conversations.everything);
    await stage.page.locator('math, .katex').first().waitFor();
  }),
  atHome('chat-rich-top', async (stage) => {
    await openConversation(stage, stage.world.conversations.everything);
    await stage.page.getByRole('log').evaluate((log) => log.scrollTo(0, 0));
    await visibleText(stage, 'Headings, words and links');
  }),
  atHome('chat-thinking-open', async (stage) => {
    const { page, world } = stage;
    await openConversation(stage, world.conversations.photos);
    await page.getByRole('button', { name: /^Thought for/ }).click();
    await visibleText(stage, 'The files carry EXIF data');
  }),
  unfinished('chat-thinking', questions.kelly, (stage) => visibleText(stage, 'Keep the formula')),
  unfinished(
    'chat-loading-model',
    'Plan three dinners',
    (stage) => visibleText(stage, 'Loading llama3.2:3b'),
    'ollama',
  ),
  atHome('chat-stopped', async (stage) => {
    await openConversation(stage, stage.world.conversations.stopped);
    await visibleText(stage, 'Stopped.');
  }),
  atHome('chat-interrupted', async (stage) => {
    await openConversation(stage, stage.world.conversations.interrupted);
    await visibleText(stage, 'Cut off when BrainDrive ended.');
  }),
  atHome('chat-key-refused', async (stage) => {
    await openConversation(stage, stage.world.conversations.refused);
    await visibleText(stage, 'The key was refused');
  }),
  atHome('chat-server-down', async (stage) => {
    await openConversation(stage, stage.world.conversations.unreachable);
    await visibleText(stage, 'The server does not answer');
  }),
  atHome('chat-versions', async (stage) => {
    await openConversation(stage, stage.world.conversations.versions);
    await visibleText(stage, '2 of 3');
  }),
  atHome('chat-long', async (stage) => {
    await openConversation(stage, stage.world.conversations.long);
    await visibleText(stage, 'Question 30');
  }),
  atHome('chat-editing', async (stage) => {
    const { page, world } = stage;
    await openConversation(stage, world.conversations.versions);
    await page.getByRole('button', { name: 'Edit' }).last().click({ force: true });
    await page.getByRole('button', { name: 'Send again' }).waitFor();
  }),
  atHome('chat-settings', async (stage) => {
    const { page, world } = stage;
    await openConversation(stage, world.conversations.versions);
    await openBarAction(stage, 'System prompt and parameters');
    await page.getByRole('textbox', { name: 'System prompt' }).waitFor();
  }),
  atHome('chat-find', async (stage) => {
    const { page, world } = stage;
    await openConversation(stage, world.conversations.long);
    await openBarAction(stage, 'Find in conversation');
    await page.getByRole('searchbox', { name: 'Find in conversation' }).fill('valve');
    await visibleText(stage, /\d of \d+/);
    await page.keyboard.press('Enter');
  }),
  atHome('model-picker', async (stage) => {
    const { page } = stage;
    await openPath(stage, '/chat', 'Where shall we start?');
    await page.getByTitle('Choose the model').click();
    await page.getByRole('option', { name: /Qwen3 8B/ }).waitFor();
  }),
  atHome('model-picker-nothing', async (stage) => {
    const { page } = stage;
    await openPath(stage, '/chat', 'Where shall we start?');
    await page.getByTitle('Choose the model').click();
    await page.getByLabel('Search models').fill('gpt-9');
    await visibleText(stage, 'No model matches');
  }),
];

/** Buttons of the bar that a phone keeps in the menu. */
async function openBarAction({ page, isPhone }: Stage, name: string): Promise<void> {
  if (!isPhone) {
    await page.getByRole('button', { name, exact: true }).first().click();
    return;
  }
  await page
    .getByRole('button', { name: 'More', exact: true })
    .locator('visible=true')
    .last()
    .click();
  await page.getByRole('menuitem', { name }).click();
}
