import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ApiKeyScope, Role } from '@braindrive/contracts';
import {
  type AccountServices,
  type Actor,
  AuditService,
  BootService,
  ChatService,
  ConversationService,
  coreEntities,
  createAccountServices,
  createConnectionServices,
  DomainError,
  EventService,
  type Log,
  type RequestOrigin,
  SearchService,
  SecretBox,
  type Services,
} from '@braindrive/core';
import { createFakeClock, createTestOrm, type FakeClock, type Orm } from '@braindrive/test-kit';
import { type Caller, createCaller } from '../app-router.ts';
import { ScriptedCalls, scriptedPlugins } from './scripted-plugins.ts';
import { scriptedProvider } from './scripted-provider.ts';

const silentLog: Log = { debug() {}, info() {}, warn() {}, error() {} };
const origin: RequestOrigin = { address: '192.0.2.7', userAgent: 'curl/8' };
export const password = 'correct horse battery';

/** Somebody with an account, and the API as they call it. */
export interface Person {
  readonly actor: Actor;
  readonly email: string;
  readonly call: Caller;
}

/** The whole API on real services and an empty database in memory. */
export interface TestApi {
  readonly services: Services;
  readonly authenticator: AccountServices['authenticator'];
  readonly orm: Orm;
  readonly clock: FakeClock;
  /** Values that the session cookie was set to; null where it was cleared. */
  readonly cookies: (string | null)[];
  callAs(actor: Actor | null): Caller;
  /** The same person with an API key of these scopes. */
  callWithKey(person: Person, ...scopes: ApiKeyScope[]): Caller;
  /** Registers somebody. The first is the owner whatever `role` says; others come by an invitation of the owner. */
  join(name: string, role?: Role): Promise<Person>;
  close(): Promise<void>;
}

export async function createTestApi(): Promise<TestApi> {
  const orm = await createTestOrm(coreEntities);
  const clock = createFakeClock();
  const dataDirectory = await mkdtemp(join(tmpdir(), 'braindrive-api-'));
  const { services, authenticator, end } = composeServices(orm, clock, dataDirectory);
  const cookies: (string | null)[] = [];
  const calls = new ScriptedCalls();
  const callAs = (actor: Actor | null) =>
    createCaller({
      services,
      plugins: scriptedPlugins(calls),
      actor,
      origin,
      requestId: 'request',
      setSessionCookie: (sessionId) => void cookies.push(sessionId),
      log: silentLog,
    });
  let owner: Actor | null = null;
  const joinInstance = async (name: string, role: Role = 'owner'): Promise<Person> => {
    const email = `${name.toLowerCase()}@home.example`;
    const input = { name, email, password };
    const invited = owner === null ? input : await withInvitation(services, owner, input, role);
    const { user, sessionId } = await services.accounts.register(invited, origin);
    if (owner !== null && role === 'owner')
      await services.members.updateRole(owner, { userId: user.id, role });
    const resolved = await services.accounts.resolveSession(sessionId, origin);
    if (resolved === null) throw new Error('The new session cannot be resolved.');
    owner ??= resolved.actor;
    return { actor: resolved.actor, email, call: callAs(resolved.actor) };
  };
  return {
    services,
    authenticator,
    orm,
    clock,
    cookies,
    callAs,
    callWithKey: ({ actor }, ...scopes) =>
      callAs({ ...actor, via: 'api-key', sessionId: null, scopes: new Set(scopes) }),
    join: joinInstance,
    close: async () => {
      await end();
      await orm.close(true);
      await rm(dataDirectory, { recursive: true, force: true });
    },
  };
}

interface NewPerson {
  readonly name: string;
  readonly email: string;
  readonly password: string;
}

async function withInvitation(services: Services, owner: Actor, input: NewPerson, role: Role) {
  const invitedRole = role === 'owner' ? 'admin' : role;
  const { token } = await services.invitations.create(owner, { role: invitedRole, validDays: 1 });
  return { ...input, invitationToken: token };
}

function composeServices(orm: Orm, clock: FakeClock, dataDirectory: string) {
  const events = new EventService();
  const audit = new AuditService({ orm, clock });
  const shared = { orm, clock, log: silentLog, events, audit, dataDirectory };
  const secretKey = Buffer.alloc(32, 'secret key of the tests');
  const { connections, models, library, close } = createConnectionServices({
    ...shared,
    secretBox: new SecretBox(secretKey, 'connection-secrets'),
    providers: [scriptedProvider],
    egress: { everywhere: fetch, publicOnly: fetch },
    mayMembersReachPrivate: false,
  });
  const chat = new ChatService({ ...shared, models });
  const conversations = new ConversationService({ ...shared, runs: chat });
  const account = createAccountServices({
    ...shared,
    secretKey,
    version: '1.2.3',
    firstRun: async () => ({ machine: null, starter: null, dataDirectory, recommended: [] }),
    userSteps: [],
    beforeRemoval: (userId) => chat.stopUser(userId),
    // Cheap, because hashing would be most of the suite's time.
    passwordCost: { memoryKib: 8, iterations: 1, parallelism: 1 },
  });
  const { accounts, apiKeys, instance, invitations, members, tokens } = account;
  const boot = new BootService({
    instance,
    accounts,
    conversations,
    models,
    library,
    plugins: { listInstalled: async () => [], listOperations: () => [] },
  });
  const search = new SearchService({ orm });
  const services: Services = {
    ...{ accounts, apiKeys, boot, chat, connections, conversations, events, instance },
    ...{ invitations, library, members, models, search, tokens },
  };
  const end = async () => {
    await chat.close();
    await close();
  };
  return { services, authenticator: account.authenticator, end };
}

/** The code that a call was refused with; null when it went through. */
export async function refusalOf(call: PromiseLike<unknown>): Promise<string | null> {
  try {
    await call;
    return null;
  } catch (error) {
    return codeOf(error);
  }
}

function codeOf(error: unknown): string {
  if (error instanceof DomainError) return error.code;
  const cause = error instanceof Error ? error.cause : undefined;
  if (cause instanceof DomainError) return cause.code;
  throw error;
}
