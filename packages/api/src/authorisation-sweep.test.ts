import type { ModelRef } from '@braindrive/contracts';
import { createId, SqlDatabase } from '@braindrive/test-kit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Caller } from './app-router.ts';
import { listProcedures } from './procedure-list.ts';
import { createTestApi, type Person, refusalOf, type TestApi } from './testing/test-api.ts';

/** Everybody may call these. A procedure that is not listed must refuse callers who are not signed in. */
const publicProcedures = new Set([
  'account.register',
  'account.signIn',
  'auth.token',
  'auth.refresh',
  'auth.revoke',
  'instance.boot',
  'instance.status',
  'invitation.inspect',
]);

/** Fields that look like ids and name no row of the database. */
const fieldsWithoutRow = new Set([
  'clientId', // made by the caller, to recognise a repeated send
  'lastEventId', // a sequence number
  'modelId', // a name at the provider; the connection beside it is what belongs to somebody
  'providerId', // the slug of a plugin
  'pullId', // a fetch inside the library of the connection beside it
]);

/** Rows of the person whose things nobody else may touch. */
interface Rows {
  readonly userId: string;
  readonly sessionId: string;
  readonly apiKeyId: string;
  readonly invitationId: string;
  readonly connectionId: string;
  readonly conversationId: string;
  readonly questionId: string;
  readonly answerId: string;
  readonly runId: string;
  /** The caller's own, to be combined with foreign ids. */
  readonly own: {
    readonly conversationId: string;
    readonly answerId: string;
    readonly model: ModelRef;
  };
}

interface Case {
  /** Calls with a valid id of somebody else. */
  readonly call: (caller: Caller, rows: Rows) => Promise<unknown>;
  /** The caller's role; an admin where nothing is said, because that is who may do most without owning anything. */
  readonly role?: 'admin' | 'member';
  readonly refusal: string;
}

const notFound = (call: Case['call']): Case => ({ call, refusal: 'NOT_FOUND' });
const model = (rows: Rows): ModelRef => ({ connectionId: rows.connectionId, modelId: 'one' });
const pullOf = (rows: Rows) => ({ connectionId: rows.connectionId, pullId: 'one' });
/** Somebody else's plugin, and somebody else's operation. */
const slug = 'notes';
const operationId = createId();
const permission = 'storage' as const;
const send = { clientId: createId(), conversationId: null, text: 'Hello' };

/** For each procedure and each field of its input that names a row: what a stranger gets. */
const cases: Record<string, Case> = {
  'account.revokeSession sessionId': notFound((caller, { sessionId }) =>
    caller.account.revokeSession({ sessionId }),
  ),
  'apiKey.revoke apiKeyId': notFound((caller, { apiKeyId }) => caller.apiKey.revoke({ apiKeyId })),
  'chat.send conversationId': notFound((caller, { conversationId, own }) =>
    caller.chat.send({ ...send, conversationId, model: own.model }),
  ),
  'chat.send parentId': notFound((caller, { questionId, own }) =>
    caller.chat.send({
      ...send,
      conversationId: own.conversationId,
      parentId: questionId,
      model: own.model,
    }),
  ),
  'chat.send model.connectionId': {
    call: (caller, rows) => caller.chat.send({ ...send, model: model(rows) }),
    refusal: 'MODEL_NOT_FOUND',
  },
  'chat.regenerate messageId': notFound((caller, { answerId }) =>
    caller.chat.regenerate({ messageId: answerId }),
  ),
  'chat.regenerate model.connectionId': {
    call: (caller, rows) =>
      caller.chat.regenerate({ messageId: rows.own.answerId, model: model(rows) }),
    refusal: 'MODEL_NOT_FOUND',
  },
  'chat.edit messageId': notFound((caller, { questionId }) =>
    caller.chat.edit({ messageId: questionId, text: 'Changed' }),
  ),
  'chat.continue messageId': notFound((caller, { answerId }) =>
    caller.chat.continue({ messageId: answerId }),
  ),
  'chat.stop runId': {
    call: (caller, { runId }) => caller.chat.stop({ runId }),
    refusal: 'RUN_NOT_FOUND',
  },
  'chat.follow runId': {
    call: (caller, { runId }) => firstOf(caller.chat.follow({ runId })),
    refusal: 'RUN_NOT_FOUND',
  },
  'connection.test connectionId': notFound((caller, { connectionId }) =>
    caller.connection.test({ providerId: 'scripted', settings: {}, connectionId }),
  ),
  'connection.update connectionId': notFound((caller, { connectionId }) =>
    caller.connection.update({ connectionId, name: 'Mine now' }),
  ),
  'connection.remove connectionId': notFound((caller, { connectionId }) =>
    caller.connection.remove({ connectionId }),
  ),
  'conversation.open conversationId': notFound((caller, { conversationId }) =>
    caller.conversation.open({ conversationId }),
  ),
  'conversation.update conversationId': notFound((caller, { conversationId }) =>
    caller.conversation.update({ conversationId, title: 'Mine now' }),
  ),
  'conversation.update settings.model.connectionId': {
    call: (caller, rows) =>
      caller.conversation.update({
        conversationId: rows.own.conversationId,
        settings: { model: model(rows) },
      }),
    refusal: 'MODEL_NOT_FOUND',
  },
  'conversation.remove conversationId': notFound((caller, { conversationId }) =>
    caller.conversation.remove({ conversationId }),
  ),
  'conversation.restore conversationId': notFound((caller, { conversationId }) =>
    caller.conversation.restore({ conversationId }),
  ),
  'conversation.listMessages conversationId': notFound((caller, { conversationId }) =>
    caller.conversation.listMessages({ conversationId }),
  ),
  'conversation.listMessages beforeId': notFound((caller, { answerId, own }) =>
    caller.conversation.listMessages({ conversationId: own.conversationId, beforeId: answerId }),
  ),
  'conversation.selectBranch messageId': notFound((caller, { answerId }) =>
    caller.conversation.selectBranch({ messageId: answerId }),
  ),
  'conversation.search conversationId': notFound((caller, { conversationId }) =>
    caller.conversation.search({ conversationId, query: 'secret' }),
  ),
  'invitation.revoke invitationId': {
    call: (caller, { invitationId }) => caller.invitation.revoke({ invitationId }),
    role: 'member',
    refusal: 'NOT_PERMITTED',
  },
  'member.updateRole userId': {
    call: (caller, { userId }) => caller.member.updateRole({ userId, role: 'guest' }),
    refusal: 'NOT_PERMITTED',
  },
  'member.remove userId': {
    call: (caller, { userId }) => caller.member.remove({ userId }),
    refusal: 'NOT_PERMITTED',
  },
  'model.refresh connectionId': notFound((caller, { connectionId }) =>
    caller.model.refresh({ connectionId }),
  ),
  'model.setDefault connectionId': {
    call: (caller, rows) => caller.model.setDefault(model(rows)),
    refusal: 'MODEL_NOT_FOUND',
  },
  'model.library connectionId': notFound((caller, { connectionId }) =>
    caller.model.library({ connectionId }),
  ),
  'model.pull connectionId': notFound((caller, { connectionId }) =>
    caller.model.pull({ connectionId, source: 'one' }),
  ),
  'model.pausePull connectionId': notFound((caller, rows) => caller.model.pausePull(pullOf(rows))),
  'model.cancelPull connectionId': notFound((caller, rows) =>
    caller.model.cancelPull(pullOf(rows)),
  ),
  'model.remove connectionId': notFound((caller, rows) => caller.model.remove(model(rows))),
  'plugin.get slug': notFound((caller) => caller.plugin.get({ slug })),
  'plugin.detail slug': notFound((caller) => caller.plugin.detail({ slug })),
  'plugin.enable slug': notFound((caller) => caller.plugin.enable({ slug })),
  'plugin.disable slug': notFound((caller) => caller.plugin.disable({ slug })),
  'plugin.rollback slug': notFound((caller) => caller.plugin.rollback({ slug })),
  'plugin.repair slug': notFound((caller) => caller.plugin.repair({ slug })),
  'plugin.uninstall slug': notFound((caller) => caller.plugin.uninstall({ slug })),
  'plugin.restore slug': notFound((caller) => caller.plugin.restore({ slug })),
  'plugin.purge slug': notFound((caller) => caller.plugin.purge({ slug })),
  'plugin.updateSettings slug': notFound((caller) =>
    caller.plugin.updateSettings({ slug, settings: {} }),
  ),
  'plugin.setAutoUpdate slug': notFound((caller) =>
    caller.plugin.setAutoUpdate({ slug, autoUpdate: 'minor' }),
  ),
  'plugin.revokeGrant slug': notFound((caller) => caller.plugin.revokeGrant({ slug, permission })),
  'plugin.log slug': notFound((caller) => caller.plugin.log({ slug })),
  'plugin.reportUiError slug': notFound((caller) =>
    caller.plugin.reportUiError({
      slug,
      version: '1.0.0',
      component: 'List',
      message: 'failed',
      stack: null,
    }),
  ),
  'plugin.readState slug': notFound((caller) => caller.plugin.readState({ slug, key: 'draft' })),
  'plugin.writeState slug': notFound((caller) =>
    caller.plugin.writeState({ slug, key: 'draft', value: 1 }),
  ),
  'plugin.lifecycle.install slug': notFound((caller) => caller.plugin.lifecycle.install({ slug })),
  'plugin.lifecycle.install registryId': notFound((caller) =>
    caller.plugin.lifecycle.install({ slug, registryId: 'unknown' }),
  ),
  'plugin.lifecycle.update slug': notFound((caller) => caller.plugin.lifecycle.update({ slug })),
  'plugin.operation.install slug': notFound((caller) =>
    caller.plugin.operation.install({ source: { kind: 'bundled' }, slug: 'not-bundled' }),
  ),
  'plugin.operation.install source.registryId': notFound((caller) =>
    caller.plugin.operation.install({
      source: { kind: 'registry', registryId: 'unknown', version: null },
      slug,
    }),
  ),
  'plugin.operation.update slug': notFound((caller) =>
    caller.plugin.operation.update({ slug, version: null }),
  ),
  'plugin.operation.consent operationId': notFound((caller) =>
    caller.plugin.operation.consent({ operationId, isAccepted: true }),
  ),
  'plugin.operation.cancel operationId': notFound((caller) =>
    caller.plugin.operation.cancel({ operationId }),
  ),
  'plugin.operation.settled operationId': notFound((caller) =>
    caller.plugin.operation.settled({ operationId }),
  ),
  'plugin.removeRegistry registryId': {
    call: (caller) => caller.plugin.removeRegistry({ registryId: 'unknown' }),
    refusal: 'NOT_PERMITTED',
  },
  'plugin.setPolicy slug': {
    call: (caller) =>
      caller.plugin.setPolicy({
        slug,
        rule: 'denied',
        deniedPermissions: [],
        isNativeTrusted: false,
      }),
    refusal: 'NOT_PERMITTED',
  },
  'plugin.removePolicy slug': {
    call: (caller) => caller.plugin.removePolicy({ slug }),
    refusal: 'NOT_PERMITTED',
  },
};

async function firstOf(updates: PromiseLike<AsyncIterable<unknown>>): Promise<unknown> {
  for await (const update of await updates) return update;
  return null;
}

const procedures = listProcedures();

/** Paths of the fields in an input that name a row. */
function idFieldsOf(schema: unknown, path = ''): string[] {
  if (!isRecord(schema)) return [];
  const branches = [schema.anyOf, schema.oneOf, schema.allOf, schema.items].flat();
  const properties = isRecord(schema.properties) ? Object.entries(schema.properties) : [];
  return [
    ...branches.flatMap((branch) => idFieldsOf(branch, path)),
    ...properties.flatMap(([name, property]) => {
      const fieldPath = path === '' ? name : `${path}.${name}`;
      const isRow = /^(id|slug)$|Ids?$/.test(name) && !fieldsWithoutRow.has(name);
      return isRow ? [fieldPath] : idFieldsOf(property, fieldPath);
    }),
  ];
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const neededCases = procedures.flatMap(({ path, inputs }) =>
  inputs.flatMap((input) =>
    idFieldsOf(z.toJSONSchema(input, { io: 'input', unrepresentable: 'any' })).map(
      (field) => `${path} ${field}`,
    ),
  ),
);

describe('every procedure', () => {
  it('that takes an id has a case here, and every case a procedure', () => {
    expect(Object.keys(cases).sort()).toEqual([...new Set(neededCases)].sort());
  });

  it('that is public exists', () => {
    const paths = new Set(procedures.map(({ path }) => path));
    expect([...publicProcedures].filter((path) => !paths.has(path))).toEqual([]);
  });
});

describe('with real rows', () => {
  let api: TestApi;
  let rows: Rows;
  let strangers: Record<'admin' | 'member', Person>;

  beforeAll(async () => {
    api = await createTestApi();
    const owner = await api.join('Ada');
    strangers = { admin: await api.join('Bob', 'admin'), member: await api.join('Cleo', 'member') };
    rows = await createRows(owner, strangers.admin);
  });
  afterAll(() => api.close());

  it.each(procedures.map(({ path }) => path).filter((path) => !publicProcedures.has(path)))(
    '%s refuses callers who are not signed in',
    async (path) => {
      // The caller is typed by procedure; here the names come from the router itself.
      const procedure = path
        .split('.')
        .reduce((found, name) => Reflect.get(found, name), Object(api.callAs(null)));
      expect(await refusalOf(procedure(undefined))).toBe('NOT_AUTHENTICATED');
    },
  );

  it.each(Object.entries(cases))(
    '%s of somebody else is refused and changes nothing',
    async (_name, { call, role, refusal }) => {
      const before = await contents(api);
      expect(await refusalOf(call(strangers[role ?? 'admin'].call, rows))).toBe(refusal);
      expect(await contents(api)).toEqual(before);
    },
  );
});

async function createRows(owner: Person, stranger: Person): Promise<Rows> {
  const own = await startConversation(stranger);
  await endAnswer(stranger, own.runId);
  const theirs = await startConversation(owner);
  const [session] = await owner.call.account.listSessions();
  const { apiKey } = await owner.call.apiKey.create({
    name: 'script',
    scopes: ['admin'],
    validDays: null,
  });
  const { invitation } = await owner.call.invitation.create({ role: 'member' });
  return {
    userId: owner.actor.userId,
    sessionId: session?.id ?? '',
    apiKeyId: apiKey.id,
    invitationId: invitation.id,
    connectionId: theirs.model.connectionId,
    conversationId: theirs.conversationId,
    questionId: theirs.questionId,
    answerId: theirs.answerId,
    runId: theirs.runId,
    own,
  };
}

async function endAnswer({ call }: Person, runId: string): Promise<void> {
  await call.chat.stop({ runId });
  for await (const _update of await call.chat.follow({ runId }));
}

/** A private connection, and a conversation whose answer is still being written. */
async function startConversation({ call }: Person) {
  const connection = await call.connection.create({
    providerId: 'scripted',
    name: 'Mine',
    settings: {},
  });
  const ref: ModelRef = { connectionId: connection.id, modelId: 'one' };
  const started = await call.chat.send({
    clientId: createId(),
    conversationId: null,
    text: 'A secret question',
    model: ref,
  });
  return {
    model: ref,
    conversationId: started.conversation.id,
    questionId: started.userMessage?.id ?? '',
    answerId: started.replyMessage.id,
    runId: started.runId,
  };
}

const tables = [
  'user',
  'credential',
  'session',
  'refresh_token',
  'api_key',
  'invitation',
  'connection',
  'conversation',
  'message',
  'message_part',
  'run',
  'instance_setting',
  'plugin_installation',
  'plugin_grant',
  'plugin_policy',
  'plugin_registry',
];

/** Every row that a call could have changed. The audit trail is left out: refusals may be recorded. */
async function contents(api: TestApi): Promise<Record<string, unknown>> {
  const database = new SqlDatabase(api.orm);
  return database.read((sql) =>
    Object.fromEntries(
      tables.map((table) => [table, sql.all(`select * from ${table} order by 1`)]),
    ),
  );
}
