import type { Boot, ConnectionModels } from '@braindrive/contracts';
import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { createTRPCQueryUtils, getQueryKey } from '@trpc/react-query';
import { expect, it, vi } from 'vitest';
import { createApiClient, trpc } from '../../trpc.ts';
import { applyModelEvent } from './model-cache.ts';

type Pull = Boot['pulls'][number];
const pull = (id: string, receivedBytes: number): Pull => ({
  id,
  name: id,
  state: 'running',
  receivedBytes,
  totalBytes: 100,
  bytesPerSecond: null,
  source: null,
  error: null,
});

function createUtils() {
  const queryClient = new QueryClient();
  const utils = createTRPCQueryUtils({ queryClient, client: createApiClient() });
  utils.instance.boot.setData(undefined, {
    instance: { version: '1', needsOwner: false, canRegister: false, firstRun: null },
    user: null,
    conversations: { items: [], nextCursor: null },
    models: [],
    defaultModel: null,
    pulls: [pull('a', 1)],
    plugins: [],
    pluginOperations: [],
  });
  utils.model.library.setData({ connectionId: 'c' }, { machine: null, catalogue: [], pulls: [] });
  return { queryClient, utils };
}

it('shows progress at the foot of the sidebar and on the model page alike', () => {
  const { utils } = createUtils();
  applyModelEvent(utils, { type: 'pull-changed', connectionId: 'c', pull: pull('a', 50) });
  expect(utils.instance.boot.getData()?.pulls).toEqual([pull('a', 50)]);
  expect(utils.model.library.getData({ connectionId: 'c' })?.pulls).toEqual([pull('a', 50)]);
});

it('adds a download that another device started', () => {
  const { utils } = createUtils();
  applyModelEvent(utils, { type: 'pull-changed', connectionId: 'c', pull: pull('b', 0) });
  expect(utils.instance.boot.getData()?.pulls.map(({ id }) => id)).toEqual(['a', 'b']);
});

it('asks for the catalogue again once a download ended', () => {
  const { queryClient, utils } = createUtils();
  const done: Pull = { ...pull('a', 100), state: 'done' };
  applyModelEvent(utils, { type: 'pull-changed', connectionId: 'c', pull: done });
  const states = queryClient
    .getQueryCache()
    .findAll({ queryKey: [['model', 'library']] })
    .map(({ state }) => state.isInvalidated);
  expect(states).toEqual([true]);
});

it('does not let an older answer on its way undo what an event said', async () => {
  const { queryClient, utils } = createUtils();
  const models = (state: ConnectionModels['state']): ConnectionModels => ({
    connectionId: 'c',
    connectionName: 'Study',
    providerId: 'openai-compatible',
    destination: null,
    hasLibrary: false,
    state,
    error: null,
    refreshedAt: null,
    models: [],
  });
  const answers: ((list: ConnectionModels[]) => void)[] = [];
  utils.model.list.setData(undefined, []);
  const observer = new QueryObserver(queryClient, {
    queryKey: getQueryKey(trpc.model.list, undefined, 'query'),
    queryFn: () => new Promise<ConnectionModels[]>((resolve) => answers.push(resolve)),
  });
  const leave = observer.subscribe(() => {});
  applyModelEvent(utils, { type: 'models-changed', models: models('ready') });
  answers[0]?.([models('loading')]);
  await vi.waitFor(() => expect(answers).toHaveLength(2));
  answers[1]?.([models('ready')]);
  await vi.waitFor(() => expect(utils.model.list.getData()).toEqual([models('ready')]));
  leave();
});
