import superjson, { type SuperJSONResult } from 'superjson';
import type { z } from 'zod';
import type { BridgedEvent, LogEntry } from '../../protocol/index.ts';
import type { PluginLog } from '../../server/model-provider.ts';
import type {
  ConversationWriter,
  JobService,
  NotifyService,
  StateService,
} from '../../server/services/services.ts';
import type { BridgeClient } from '../bridge-client.ts';
import { parseKept } from './storage.ts';

export const createConversations = (client: BridgeClient): ConversationWriter => ({
  list: (options = {}) => client.call('conversations.list', options),
  get: (conversationId) => client.call('conversations.get', { conversationId }),
  messages: (conversationId, options = {}) =>
    client.call('conversations.messages', { conversationId, ...options }),
  create: (options) => client.call('conversations.create', options),
  append: (conversationId, message) =>
    client.call('conversations.append', { conversationId, ...message }),
  update: (conversationId, change) =>
    client.call('conversations.update', { conversationId, ...change }),
  remove: async (conversationId) => {
    await client.call('conversations.remove', { conversationId });
  },
});

export const createEvents = (client: BridgeClient) => ({
  emit: async (name: string, payload: unknown): Promise<number> =>
    (await client.call('events.emit', { name, payload })).receivers,
  follow: (...names: readonly string[]): AsyncIterable<BridgedEvent> =>
    client.stream('events.follow', { names: [...names] }) as AsyncGenerator<BridgedEvent, void>,
});

export const createSecrets = (client: BridgeClient) => ({
  get: async (name: string): Promise<string | null> =>
    (await client.call('secrets.get', { name })).value,
});

export const createJobs = (client: BridgeClient): JobService => ({
  runNow: async (name) => {
    await client.call('jobs.runNow', { name });
  },
  list: () => client.call('jobs.list', null),
});

export const createNotify = (client: BridgeClient): NotifyService => ({
  show: async (notification) => {
    await client.call('notify.show', notification);
  },
});

export const createState = (client: BridgeClient): StateService => {
  const get = async (key: string, schema?: z.ZodType) => {
    const { value } = await client.call('state.get', { key });
    return value === null || schema === undefined ? value : parseKept(schema, value);
  };
  return {
    get: get as StateService['get'],
    set: async (key, value) => {
      await client.call('state.set', { key, value });
    },
  };
};

export const createSettings = <Settings>(
  client: BridgeClient,
  read: (values: unknown) => Settings,
) => ({
  get: async () => read(await client.call('settings.get', null)),
  update: async (values: Readonly<Record<string, unknown>>) =>
    read(await client.call('settings.set', { values: { ...values } })),
});

/** Which paths there are, and with which inputs, is known to `CoreService` and to the host. */
export const createCore = (client: BridgeClient) => {
  const call = async (type: 'query' | 'mutation', path: string, input: unknown) => {
    const answer = await client.call('core.call', {
      path,
      type,
      input: superjson.serialize(input),
    });
    return superjson.deserialize(answer as SuperJSONResult);
  };
  return {
    query: (path: string, input?: unknown) => call('query', path, input),
    mutate: (path: string, input?: unknown) => call('mutation', path, input),
  };
};

/** Lines of one tick go together. A line that cannot be written is lost, never an error of the caller. */
export function createLog(client: BridgeClient): PluginLog {
  let waiting: LogEntry[] = [];
  const flush = async () => {
    const entries = waiting;
    waiting = [];
    // The call may be over by now, and then there is nowhere to write to.
    await client.call('log.write', { entries }).catch(() => undefined);
  };
  const write = (level: LogEntry['level']) => (fields: Record<string, unknown>, event: string) => {
    waiting.push({ level, event, fields: plainFields(fields) });
    if (waiting.length === 1) queueMicrotask(() => void flush());
  };
  return { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };
}

/** Errors say nothing as JSON; the reader of a log wants their message. */
const plainFields = (fields: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      value instanceof Error ? { name: value.name, message: value.message } : value,
    ]),
  );
