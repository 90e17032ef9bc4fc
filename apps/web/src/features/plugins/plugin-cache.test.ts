import type { Boot } from '@braindrive/contracts';
import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { createTRPCQueryUtils, getQueryKey } from '@trpc/react-query';
import { expect, it, vi } from 'vitest';
import { createApiClient, trpc } from '../../trpc.ts';
import { applyPluginEvent, forgetOperation } from './plugin-cache.ts';

type Plugin = Boot['plugins'][number];
type Operation = Boot['pluginOperations'][number];

const plugin = (slug: string, rest: Partial<Plugin> = {}): Plugin => ({
  id: `id-${slug}`,
  slug,
  version: '1.0.0',
  digest: 'a'.repeat(64),
  name: slug,
  description: '',
  authorName: 'BrainDrive',
  icon: 'puzzle',
  category: 'other',
  tags: [],
  state: 'enabled',
  runState: 'idle',
  ui: null,
  background: null,
  granted: {},
  isBundled: false,
  isRequired: false,
  signature: { state: 'unsigned' },
  components: [],
  pages: [],
  settingsPages: [],
  problem: null,
  update: null,
  installedAt: new Date(0),
  updatedAt: new Date(0),
  keptUntil: null,
  ...rest,
});
const operation = (id: string, state: Operation['state']): Operation => ({
  id,
  kind: 'install',
  state,
  source: { kind: 'upload', fileName: 'reader.tgz' },
  steps: [],
  receivedBytes: 0,
  totalBytes: null,
  plugin: null,
  error: null,
  failedStep: null,
  installationId: null,
  startedAt: new Date(0),
});
const boot = (rest: Partial<Boot> = {}): Boot => ({
  instance: { version: '1', needsOwner: false, canRegister: false, firstRun: null },
  user: null,
  conversations: { items: [], nextCursor: null },
  models: [],
  defaultModel: null,
  pulls: [],
  plugins: [],
  pluginOperations: [],
  ...rest,
});

function createUtils(start: Partial<Boot>) {
  const queryClient = new QueryClient();
  const utils = createTRPCQueryUtils({ queryClient, client: createApiClient() });
  utils.instance.boot.setData(undefined, boot(start));
  return { queryClient, utils };
}
const isInvalidated = (queryClient: QueryClient, path: string) =>
  queryClient
    .getQueryCache()
    .findAll({ queryKey: [['plugin', path]] })
    .some(({ state }) => state.isInvalidated);

it('puts an installed plugin in its place by name, and exchanges one that is known', () => {
  const { utils } = createUtils({ plugins: [plugin('alpha'), plugin('gamma')] });
  applyPluginEvent(utils, { type: 'plugin-changed', plugin: plugin('beta') });
  applyPluginEvent(utils, {
    type: 'plugin-changed',
    plugin: plugin('alpha', { state: 'disabled' }),
  });
  const plugins = utils.instance.boot.getData()?.plugins;
  expect(plugins?.map(({ slug, state }) => `${slug} ${state}`)).toEqual([
    'alpha disabled',
    'beta enabled',
    'gamma enabled',
  ]);
});

it('takes an uninstalled plugin away and asks again for what can be installed', () => {
  const { queryClient, utils } = createUtils({ plugins: [plugin('alpha')] });
  utils.plugin.available.setData({}, []);
  applyPluginEvent(utils, { type: 'plugin-removed', slug: 'alpha' });
  expect(utils.instance.boot.getData()?.plugins).toEqual([]);
  expect(isInvalidated(queryClient, 'available')).toBe(true);
});

it('does not ask for the catalogue again when only a process changed', () => {
  const { queryClient, utils } = createUtils({ plugins: [plugin('alpha')] });
  utils.plugin.available.setData({}, []);
  applyPluginEvent(utils, {
    type: 'plugin-changed',
    plugin: plugin('alpha', { runState: 'running' }),
  });
  expect(isInvalidated(queryClient, 'available')).toBe(false);
});

it('follows an operation to its end, and drops it once it was put away', () => {
  const { utils } = createUtils({});
  const states = () =>
    utils.instance.boot.getData()?.pluginOperations.map(({ id, state }) => `${id} ${state}`);
  const change = (changed: Operation) =>
    applyPluginEvent(utils, { type: 'plugin-operation-changed', operation: changed });
  change(operation('one', 'running'));
  change(operation('two', 'running'));
  change(operation('one', 'consent'));
  expect(states()).toEqual(['one consent', 'two running']);
  change(operation('two', 'cancelled'));
  forgetOperation(utils, 'one');
  expect(states()).toEqual(['two cancelled']);
});

it('does not let an older answer on its way undo what an event said', async () => {
  const { queryClient, utils } = createUtils({ plugins: [plugin('alpha')] });
  const answers: ((answer: Boot) => void)[] = [];
  const observer = new QueryObserver(queryClient, {
    queryKey: getQueryKey(trpc.instance.boot, undefined, 'query'),
    queryFn: () => new Promise<Boot>((resolve) => answers.push(resolve)),
  });
  const leave = observer.subscribe(() => {});
  const off = plugin('alpha', { state: 'disabled' });
  applyPluginEvent(utils, { type: 'plugin-changed', plugin: off });
  answers[0]?.(boot({ plugins: [plugin('alpha')] }));
  await vi.waitFor(() => expect(answers).toHaveLength(2));
  answers[1]?.(boot({ plugins: [off] }));
  await vi.waitFor(() => expect(utils.instance.boot.getData()?.plugins).toEqual([off]));
  leave();
});

it('asks a plugin again for what is shown of it once it is another version, and only that one', () => {
  const { queryClient, utils } = createUtils({ plugins: [plugin('alpha'), plugin('beta')] });
  const key = (slug: string) => [['plugins', slug, 'list'], { type: 'query' }];
  const isOld = (slug: string) => queryClient.getQueryState(key(slug))?.isInvalidated;
  queryClient.setQueryData(key('alpha'), ['as version 1 kept it']);
  queryClient.setQueryData(key('beta'), []);
  const change = (rest: Partial<Plugin>) =>
    applyPluginEvent(utils, { type: 'plugin-changed', plugin: plugin('alpha', rest) });
  change({ state: 'upgrading' });
  expect(isOld('alpha')).toBe(false);
  change({ version: '2.0.0', digest: 'b'.repeat(64) });
  expect(isOld('alpha')).toBe(true);
  expect(isOld('beta')).toBe(false);
});
