import type { PluginOperation } from '@braindrive/contracts';
import { answerPlugins, never, type PluginAnswers, Refusal } from './plugin-answers.ts';
import {
  brokenRegistries,
  catalogue,
  detail,
  feedReader,
  kept,
  log,
  operationId,
  operations,
  plugins,
  policies,
  registries,
} from './plugin-fixtures.ts';
import { openPath, type Screen, type Stage } from './screen.ts';

const everything: PluginAnswers = {
  boot: { plugins: [...plugins], pluginOperations: [] },
  available: [...catalogue],
  registries,
  listKept: [...kept],
  detail,
  log,
  listPolicies: policies,
};

/** A screen of somebody who has plugins; what differs from a well-used instance is given. */
const withPlugins = (
  name: string,
  show: (stage: Stage) => Promise<void>,
  answers: PluginAnswers = {},
  rest: { readonly only?: 'phone'; readonly expectedProblem?: RegExp } = {},
): Screen => ({
  name,
  world: 'without-model',
  who: 'owner',
  ...rest,
  show: async (stage) => {
    await answerPlugins(stage.page, { ...everything, ...answers });
    await show(stage);
  },
});

const showOperation = (name: string, operation: PluginOperation, text: string): Screen =>
  withPlugins(name, (stage) => openPath(stage, `/plugins?operation=${operationId}`, text), {
    boot: { plugins: [...plugins], pluginOperations: [operation] },
  });

const openTab = (tab: string, text: string) => (stage: Stage) =>
  openPath(stage, `/plugins/installed/feed-reader?tab=${tab}`, text);

/** Everything about plugins. */
export const pluginScreens: readonly Screen[] = [
  withPlugins('plugins-browse', (stage) => openPath(stage, '/plugins', 'Web Clipper')),
  withPlugins('plugins-long-names', async (stage) => {
    await openPath(stage, '/plugins/category/other', 'Donaudampf');
  }),
  withPlugins(
    'plugins-sidebar',
    async (stage) => {
      await openPath(stage, '/plugins', 'Web Clipper');
      await stage.page.locator('main header').getByRole('button', { name: 'Plugins' }).click();
    },
    {
      boot: { plugins: [...plugins], pluginOperations: [operations.fetching] },
      registries: brokenRegistries,
    },
    { only: 'phone' },
  ),
  withPlugins('plugins-none-found', async (stage) => {
    await openPath(stage, '/plugins', 'Web Clipper');
    await stage.page.getByRole('searchbox').fill('calender');
    await stage.page.getByText('No plugins match').waitFor();
  }),
  withPlugins(
    'plugins-loading',
    async ({ page, world }) => {
      await page.goto(`${world.host.url}/plugins`);
      await page.locator('output[aria-busy]').waitFor();
    },
    { available: never },
  ),
  withPlugins('plugins-source-failed', (stage) => openPath(stage, '/plugins', 'does not answer'), {
    registries: brokenRegistries,
  }),
  withPlugins(
    'plugins-not-read',
    (stage) => openPath(stage, '/plugins', 'The plugins were not read'),
    {
      available: new Refusal(
        'The sources could not be read: the disk is full. Free some room and try again.',
      ),
    },
  ),
  withPlugins(
    'plugins-nothing',
    (stage) => openPath(stage, '/plugins', 'No source offers plugins'),
    {
      boot: { plugins: [], pluginOperations: [] },
      available: [],
      registries: [],
      listKept: [],
    },
  ),
  withPlugins('plugins-installed', (stage) =>
    openPath(stage, '/plugins/installed', 'Photo Sorter'),
  ),
  withPlugins(
    'plugins-installed-none',
    (stage) => openPath(stage, '/plugins/installed', 'No plugins yet'),
    {
      boot: { plugins: [], pluginOperations: [] },
      listKept: [],
    },
  ),
  withPlugins('plugins-purge', async (stage) => {
    await openPath(stage, '/plugins/installed', 'Weather');
    await stage.page.getByRole('button', { name: 'Delete the data of Weather' }).click();
    await stage.page.getByRole('dialog').waitFor();
  }),
  withPlugins('plugins-updates', (stage) =>
    openPath(stage, '/plugins/updates', 'failed its check'),
  ),
  withPlugins(
    'plugins-updates-none',
    (stage) => openPath(stage, '/plugins/updates', 'Nothing to update'),
    {
      boot: {
        plugins: plugins.map((plugin) => ({ ...plugin, update: null })),
        pluginOperations: [],
      },
    },
  ),
  withPlugins('plugin-about', async (stage) => {
    await openTab('about', 'Its author says')(stage);
    await stage.page.getByRole('heading', { name: 'Getting started' }).waitFor();
  }),
  withPlugins('plugin-settings', openTab('settings', 'Items per feed')),
  withPlugins('plugin-permissions', openTab('permissions', 'never used')),
  withPlugins('plugin-log', openTab('log', 'feed-failed')),
  withPlugins('plugin-versions', async (stage) => {
    await openTab('versions', 'What its author changed')(stage);
    await stage.page.getByText('Faster on long lists').waitFor();
  }),
  withPlugins('plugin-problem', openTab('about', 'See log'), {
    boot: {
      plugins: [
        {
          ...feedReader,
          runState: 'quarantined',
          update: null,
          problem: {
            code: 'INTERNAL',
            message: 'Feed Reader crashed 5 times in 10 min and is off.',
            retryAfterMs: null,
            requestId: null,
          },
        },
      ],
      pluginOperations: [],
    },
  }),
  withPlugins('plugin-missing', (stage) =>
    openPath(stage, '/plugins/weather', 'is not installed here'),
  ),
  withPlugins('install-source', async (stage) => {
    await openPath(stage, '/plugins?install', 'Or drop a file');
  }),
  showOperation('install-fetching', operations.fetching, 'You may close this window'),
  showOperation('install-consent', operations.consent, 'Read any public web page'),
  showOperation('install-running', operations.installing, 'Setting up its storage'),
  showOperation('install-done', operations.done, 'is ready to use'),
  showOperation('install-failed', operations.failed, 'its digest differs'),
  showOperation('update-consent', operations.update, 'What changes for Feed Reader'),
  withPlugins('plugins-sources', (stage) => openPath(stage, '/plugins/sources', 'Never answered'), {
    registries: brokenRegistries,
  }),
  withPlugins('plugins-rules', (stage) => openPath(stage, '/plugins/rules', 'All plugins')),
  withPlugins('plugins-rule', async (stage) => {
    await openPath(stage, '/plugins/rules', 'All plugins');
    await stage.page.getByRole('button', { name: 'Change the rule for Documents' }).click();
    await stage.page.getByRole('dialog').waitFor();
  }),
];
