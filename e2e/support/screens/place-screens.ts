import { localConnection } from '../worlds/library.ts';
import { atHome, openPath, type Screen, type Stage } from './screen.ts';

async function openAddConnection(stage: Stage, choice?: RegExp): Promise<void> {
  const { page } = stage;
  await openPath(stage, '/connections', 'A connection is a place that answers');
  await page.getByRole('button', { name: 'Add connection' }).click();
  if (choice !== undefined) await page.getByRole('button', { name: choice }).first().click();
}

async function testNewServer(stage: Stage, address: string): Promise<void> {
  const { page } = stage;
  await openAddConnection(stage, /^OpenAI-compatible/);
  await page
    .getByRole('textbox', { name: /address|URL/i })
    .first()
    .fill(address);
}

/** Models and connections. */
export const modelScreens: readonly Screen[] = [
  atHome('models', (stage) => openPath(stage, '/models', 'To download')),
  atHome('models-too-large', async (stage) => {
    // A small machine: the host says of the largest model that it does not fit.
    await stage.page.route(/model\.library/, async (route) => {
      const response = await route.fetch();
      const text = (await response.text()).replaceAll(
        /"fit":"(?:tight|fits)"/g,
        '"fit":"too-large"',
      );
      await route.fulfill({ response, body: text });
    });
    await openPath(stage, '/models', 'Too large here');
    await stage.page.getByText('Too large here').last().scrollIntoViewIfNeeded();
  }),
  atHome(
    'models-failed',
    async (stage) => {
      const { owner } = stage.world;
      const connectionId = await localConnection(owner);
      const source = 'hf:someone/gone/Gone-3B-Q4_K_M.gguf';
      await owner.trpc.model.pull.mutate({ connectionId, source });
      await openPath(stage, '/models', 'has no such file');
    },
    {
      leave: async ({ world }) => {
        const connectionId = await localConnection(world.owner);
        const pullId = 'gone-3b-q4-k-m';
        await world.owner.trpc.model.cancelPull.mutate({ connectionId, pullId });
      },
    },
  ),
  atHome('model-delete', async (stage) => {
    const { page } = stage;
    await openPath(stage, '/models', 'To download');
    await page.getByRole('button', { name: 'More for Gemma 3 1B' }).click();
    await page.getByRole('menuitem', { name: 'Delete from disk' }).click();
    await page.getByRole('heading', { name: /^Delete/ }).waitFor();
  }),
  atHome('model-add', async (stage) => {
    const { page } = stage;
    await openPath(stage, '/models', 'To download');
    await page.getByRole('button', { name: 'Add by address' }).first().click();
    await page.getByRole('heading', { name: 'Add a model' }).waitFor();
  }),
  atHome('connections', async (stage) => {
    await openPath(stage, '/connections', 'Does not answer');
  }),
  atHome('connection-add', (stage) => openAddConnection(stage)),
  atHome(
    'connection-tested',
    async (stage) => {
      const { page, world } = stage;
      await testNewServer(stage, `${world.models.url}/v1`);
      // Saving would close the form; it is held until the picture is taken.
      await page.route(/connection\.create/, () => undefined);
      await page.getByRole('button', { name: 'Test and save' }).click();
      await page.getByText(/^Answered in/).waitFor();
    },
    {
      leave: async ({ page, world }) => {
        await page.close();
        for (const { id, name } of await world.owner.trpc.connection.list.query())
          if (name === 'OpenAI-compatible')
            await world.owner.trpc.connection.remove.mutate({ connectionId: id });
      },
    },
  ),
  atHome('connection-test-failed', async (stage) => {
    const { page } = stage;
    await testNewServer(stage, 'http://127.0.0.1:9/v1');
    await page.getByRole('button', { name: 'Test and save' }).click();
    await page.getByRole('button', { name: 'Save all the same' }).waitFor();
  }),
  atHome('connection-edit', async (stage) => {
    const { page } = stage;
    await openPath(stage, '/connections', 'Does not answer');
    await page.getByRole('button', { name: 'More for OpenAI', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Edit' }).click();
    await page.getByRole('dialog').waitFor();
  }),
];

/** Settings. */
export const settingsScreens: readonly Screen[] = [
  atHome('settings-profile', (stage) => openPath(stage, '/settings/profile', 'Password')),
  atHome('settings-appearance', (stage) => openPath(stage, '/settings/appearance', 'Dark')),
  atHome('settings-sessions', (stage) => openPath(stage, '/settings/sessions', 'This device')),
  atHome('settings-api-keys', (stage) => openPath(stage, '/settings/api-keys', 'Home automation')),
  atHome('settings-api-key-form', async (stage) => {
    const { page } = stage;
    await openPath(stage, '/settings/api-keys', 'Home automation');
    await page.getByRole('button', { name: /key$/i }).first().click();
    await page.getByRole('heading', { name: 'New API key' }).waitFor();
  }),
  atHome(
    'settings-api-key-new',
    async (stage) => {
      const { page } = stage;
      await openPath(stage, '/settings/api-keys', 'Home automation');
      await page.getByRole('button', { name: /key$/i }).first().click();
      await page.getByRole('textbox', { name: 'Name' }).fill('Reading app');
      await page.getByRole('button', { name: 'Make key' }).click();
      await page.getByRole('heading', { name: 'Copy the key now' }).waitFor();
    },
    {
      leave: async ({ world }) => {
        for (const { id, name } of await world.owner.trpc.apiKey.list.query())
          if (name === 'Reading app') await world.owner.trpc.apiKey.revoke.mutate({ apiKeyId: id });
      },
    },
  ),
  atHome('settings-members', (stage) => openPath(stage, '/settings/members', 'Invitations')),
  atHome('settings-invite', async (stage) => {
    const { page } = stage;
    await openPath(stage, '/settings/members', 'Invitations');
    await page.getByRole('button', { name: 'Invite' }).click();
    await page.getByRole('heading', { name: 'Invite somebody' }).waitFor();
  }),
  atHome('settings-instance', (stage) => openPath(stage, '/settings/instance', 'Registration')),
];
