import type { Connection } from '@braindrive/contracts';
import { QueryClient } from '@tanstack/react-query';
import { createTRPCQueryUtils } from '@trpc/react-query';
import { expect, it } from 'vitest';
import { createApiClient, type TrpcUtils } from '../../trpc.ts';
import { applyConnectionEvent } from './connection-cache.ts';

const connection = (id: string, name: string): Connection => ({
  id,
  providerId: 'ollama',
  name,
  isShared: false,
  canEdit: true,
  isEnabled: true,
  isBuiltIn: false,
  settings: {},
  secrets: {},
  destination: null,
  createdAt: new Date(0),
});

function createUtils(): TrpcUtils {
  const utils = createTRPCQueryUtils({ queryClient: new QueryClient(), client: createApiClient() });
  utils.connection.list.setData(undefined, [connection('a', 'A'), connection('b', 'B')]);
  return utils;
}
const names = (utils: TrpcUtils) => utils.connection.list.getData()?.map(({ name }) => name);

it('replaces a changed connection in its place', () => {
  const utils = createUtils();
  applyConnectionEvent(utils, { type: 'connection-changed', connection: connection('a', 'A2') });
  expect(names(utils)).toEqual(['A2', 'B']);
});

it('adds one that was made on another device', () => {
  const utils = createUtils();
  applyConnectionEvent(utils, { type: 'connection-changed', connection: connection('c', 'C') });
  expect(names(utils)).toEqual(['A', 'B', 'C']);
});

it('forgets a removed connection and its models', () => {
  const utils = createUtils();
  utils.model.list.setData(undefined, [
    {
      connectionId: 'a',
      connectionName: 'A',
      providerId: 'ollama',
      destination: null,
      hasLibrary: false,
      state: 'ready',
      error: null,
      refreshedAt: null,
      models: [],
    },
  ]);
  applyConnectionEvent(utils, { type: 'connection-removed', connectionId: 'a' });
  expect(names(utils)).toEqual(['B']);
  expect(utils.model.list.getData()).toEqual([]);
});

it('does not invent a list that was never read', () => {
  const utils = createTRPCQueryUtils({ queryClient: new QueryClient(), client: createApiClient() });
  applyConnectionEvent(utils, { type: 'connection-changed', connection: connection('a', 'A') });
  expect(utils.connection.list.getData()).toBeUndefined();
});
