import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RegisterInput, Role } from '@braindrive/contracts';
import type { Orm } from '@braindrive/database';
import { createFakeClock, createTestOrm, type FakeClock } from '@braindrive/test-kit';
import { AuditEventEntity, AuditService } from '../../audit/index.ts';
import { coreEntities } from '../../entities.ts';
import { EventService } from '../../events/index.ts';
import type { Log } from '../../log.ts';
import type { RequestOrigin } from '../../request-origin.ts';
import { type Actor, permissionsOf, UserEntity, type UserStep } from '../../users/index.ts';
import type { AttemptLimits } from '../attempt-limiter.ts';
import { type AccountServices, createAccountServices } from '../create-account-services.ts';

const silentLog: Log = { debug() {}, info() {}, warn() {}, error() {} };
export const origin: RequestOrigin = {
  address: '192.0.2.7',
  userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
};
export const password = 'correct horse battery';
// The real cost is tested once; elsewhere hashing would be most of the suite's time.
const cheapPasswords = { memoryKib: 8, iterations: 1, parallelism: 1 };

/** Real account services on a database in memory, with a clock that the test moves. */
export interface AccountFixture extends AccountServices {
  readonly orm: Orm;
  readonly clock: FakeClock;
  readonly events: EventService;
  readonly dataDirectory: string;
  /** Registers somebody in this role and returns them as a signed-in caller. The first call makes the owner. */
  join(name: string, role?: Role): Promise<Joined>;
  /** Names of the audit trail, oldest first. */
  auditNames(): Promise<string[]>;
  close(): Promise<void>;
}

export interface Joined {
  readonly actor: Actor;
  readonly sessionId: string;
  readonly email: string;
}

export interface AccountFixtureOptions {
  readonly userSteps?: readonly UserStep[];
  readonly limits?: AttemptLimits;
  /** A database that another fixture closes: the host as it starts again, for instance after an upgrade. */
  readonly orm?: Orm;
}

export const newcomer = (name: string): RegisterInput => ({
  name,
  email: `${name.toLowerCase()}@home.example`,
  password,
});

export async function createAccountFixture(
  options: AccountFixtureOptions = {},
): Promise<AccountFixture> {
  const orm = options.orm ?? (await createTestOrm(coreEntities));
  const clock = createFakeClock();
  const events = new EventService();
  const dataDirectory = await mkdtemp(join(tmpdir(), 'braindrive-accounts-'));
  const services = createAccountServices({
    orm,
    clock,
    events,
    dataDirectory,
    log: silentLog,
    audit: new AuditService({ orm, clock }),
    secretKey: Buffer.alloc(32, 'secret key of the tests'),
    version: '1.2.3',
    firstRun: async () => ({
      machine: null,
      starter: null,
      dataDirectory: '/data',
      recommended: [],
    }),
    userSteps: options.userSteps ?? [],
    passwordCost: cheapPasswords,
    ...(options.limits === undefined ? {} : { limits: options.limits }),
  });
  return {
    ...services,
    orm,
    clock,
    events,
    dataDirectory,
    join: (name, role) => joinInstance(services, orm, name, role),
    auditNames: async () => {
      const rows = await orm.em.fork().findAll(AuditEventEntity, { orderBy: { id: 'asc' } });
      return rows.map((row) => row.name);
    },
    close: async () => {
      if (options.orm === undefined) await orm.close(true);
      await rm(dataDirectory, { recursive: true, force: true });
    },
  };
}

/** Lets the owner invite, as people do. */
async function joinInstance(
  services: AccountServices,
  orm: Orm,
  name: string,
  role: Role = 'owner',
): Promise<Joined> {
  const owner = await orm.em.fork().findOne(UserEntity, { role: 'owner' });
  const input = newcomer(name);
  if (owner === null) return enter(services, await services.accounts.register(input, origin));
  const host: Actor = {
    userId: owner.id,
    role: 'owner',
    permissions: permissionsOf('owner'),
    via: 'session',
    sessionId: null,
    scopes: null,
  };
  const { token } = await services.invitations.create(host, {
    role: role === 'owner' ? 'admin' : role,
    validDays: 1,
  });
  const signedIn = await services.accounts.register({ ...input, invitationToken: token }, origin);
  if (role === 'owner')
    await services.members.updateRole(host, { userId: signedIn.user.id, role: 'owner' });
  return enter(services, signedIn);
}

async function enter(
  services: AccountServices,
  signedIn: { readonly sessionId: string; readonly user: { readonly email: string } },
): Promise<Joined> {
  const resolved = await services.accounts.resolveSession(signedIn.sessionId, origin);
  if (resolved === null) throw new Error('The new session cannot be resolved.');
  return { actor: resolved.actor, sessionId: signedIn.sessionId, email: signedIn.user.email };
}
