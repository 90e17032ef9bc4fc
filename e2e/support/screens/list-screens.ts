import {
  atHome,
  openConversation,
  openPath,
  openSidebar,
  type Screen,
  type Stage,
} from './screen.ts';

async function search(stage: Stage, words: string): Promise<void> {
  const { page } = stage;
  await openPath(stage, '/chat', 'Where shall we start?');
  await openSidebar(stage);
  await page.getByRole('button', { name: 'Search', exact: true }).first().click();
  await page.getByRole('searchbox', { name: 'Search conversations' }).fill(words);
}

/** The list of conversations, and what lies over the pages: palette, sheet, menus, banners. */
export const listScreens: readonly Screen[] = [
  atHome(
    'list-drawer',
    async (stage) => {
      await openConversation(stage, stage.world.conversations.photos);
      await openSidebar(stage);
      await stage.page.getByRole('link', { name: 'Weekly meal plan' }).waitFor();
    },
    { only: 'phone' },
  ),
  atHome('search-hits', async (stage) => {
    await search(stage, 'leak');
    await stage.page.locator('mark').first().waitFor();
  }),
  atHome('search-nothing', async (stage) => {
    await search(stage, 'zeppelin');
    await stage.page.getByText('No conversation has').waitFor();
  }),
  atHome('archived', async (stage) => {
    await openPath(stage, '/chat', 'Where shall we start?');
    await openSidebar(stage);
    await stage.page.getByRole('button', { name: 'Archived' }).click();
    await stage.page.getByRole('link', { name: 'Wedding speech' }).waitFor();
  }),
  atHome('row-menu', async (stage) => {
    const { page } = stage;
    await openPath(stage, '/chat', 'Where shall we start?');
    await openSidebar(stage);
    const row = page.getByRole('listitem').filter({ hasText: 'Regex for Dutch postcodes' });
    await row.hover();
    await row.getByRole('button', { name: 'More' }).click({ force: true });
    await page.getByRole('menuitem', { name: 'Rename' }).waitFor();
  }),
  atHome(
    'deleted-toast',
    async (stage) => {
      const { page } = stage;
      await openPath(stage, '/chat', 'Where shall we start?');
      await openSidebar(stage);
      await page.getByRole('link', { name: 'Names for a small bakery' }).press('Delete');
      await page.getByRole('button', { name: 'Undo' }).waitFor();
    },
    {
      leave: async ({ page }) => {
        const isRestored = page.waitForResponse(/conversation\.restore/);
        await page.getByRole('button', { name: 'Undo' }).click();
        await isRestored;
      },
    },
  ),
  atHome('palette', async (stage) => {
    await openPath(stage, '/chat', 'Where shall we start?');
    await stage.page.keyboard.press('Control+k');
    await stage.page.getByRole('option').first().waitFor();
  }),
  atHome('palette-hits', async (stage) => {
    const { page } = stage;
    await openPath(stage, '/chat', 'Where shall we start?');
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: /^Search, or type/ }).fill('leak');
    await page.getByRole('group', { name: 'Conversations' }).getByRole('option').first().waitFor();
  }),
  atHome('shortcuts', async (stage) => {
    const { page } = stage;
    await openPath(stage, '/models', 'To download');
    await page.keyboard.press('?');
    await page.getByRole('heading', { name: 'Keyboard shortcuts' }).waitFor();
  }),
  atHome(
    'account-menu',
    async (stage) => {
      const { page } = stage;
      await openPath(stage, '/chat', 'Where shall we start?');
      await page.getByRole('button', { name: 'Account', exact: true }).click();
      await page.getByRole('menuitem', { name: 'Sign out' }).waitFor();
    },
    { only: 'desktop' },
  ),
  atHome(
    'offline',
    async (stage) => {
      const { page, world } = stage;
      await cutWebSocket(stage);
      await openConversation(stage, world.conversations.photos);
      await page.getByText('No connection to BrainDrive').waitFor();
    },
    { expectedProblem: /WebSocket/ },
  ),
  atHome('not-found', (stage) => openPath(stage, '/nowhere', 'There is no page at this address')),
  atHome(
    'page-failed',
    async (stage) => {
      // As after an update: the page asks for a file that the host no longer has.
      await stage.page.route(/assets\/models-page/, (route) => route.abort());
      await openPath(stage, '/models', 'This page did not open');
    },
    { expectedProblem: /models-page|ERR_FAILED|dynamically imported/ },
  ),
];

/** Lets no WebSocket through. */
async function cutWebSocket({ page }: Stage): Promise<void> {
  await page.routeWebSocket(/\/trpc/, (socket) => socket.close({ code: 1001 }));
}
