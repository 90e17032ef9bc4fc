import type { User } from '@braindrive/contracts';
import { describe, expect, it } from 'vitest';
import { type Actor, rolePermissions } from '../users/index.ts';
import { BootService, type BootServicePorts } from './boot-service.ts';

const actor: Actor = {
  userId: 'user',
  role: 'owner',
  permissions: new Set(rolePermissions.owner),
  via: 'session',
  sessionId: 'session',
  scopes: null,
};
const user: User = {
  id: 'user',
  name: 'Sam',
  email: 'sam@home.example',
  role: 'owner',
  permissions: [...rolePermissions.owner],
  avatarUrl: null,
  createdAt: new Date(0),
};
const status = { version: '1.0.0', needsOwner: false, canRegister: false, firstRun: null };
const conversations = { items: [], nextCursor: 'more' };
const model = { connectionId: 'connection', modelId: 'one' };

const mustNotBeAsked = async () => {
  throw new Error('asked for somebody who is not signed in');
};
const ports: BootServicePorts = {
  instance: { status: async () => status },
  accounts: { me: mustNotBeAsked },
  conversations: { list: mustNotBeAsked },
  models: {
    list: mustNotBeAsked,
    defaultModel: mustNotBeAsked,
    prepareDefault: mustNotBeAsked,
  },
  library: { listPulls: mustNotBeAsked },
  plugins: { listInstalled: mustNotBeAsked, listOperations: () => [] },
};

describe('the first page', () => {
  it('gets everything in one answer', async () => {
    const prepared: Actor[] = [];
    const boot = new BootService({
      ...ports,
      accounts: { me: async () => user },
      conversations: {
        list: async (_, { limit, isArchived }) =>
          limit > 0 && !isArchived ? conversations : { items: [], nextCursor: null },
      },
      models: {
        list: async () => [],
        defaultModel: async () => model,
        prepareDefault: async (asking) => void prepared.push(asking),
      },
      library: { listPulls: async () => [] },
      plugins: { listInstalled: async () => [], listOperations: () => [] },
    });
    expect(await boot.boot(actor)).toEqual({
      instance: status,
      user,
      conversations,
      models: [],
      defaultModel: model,
      pulls: [],
      plugins: [],
      pluginOperations: [],
    });
    expect(prepared).toEqual([actor]);
  });

  it('gets nothing but the instance when nobody is signed in', async () => {
    expect(await new BootService(ports).boot(null)).toEqual({
      instance: status,
      user: null,
      conversations: { items: [], nextCursor: null },
      models: [],
      defaultModel: null,
      pulls: [],
      plugins: [],
      pluginOperations: [],
    });
  });
});
