import { join } from 'node:path';
import { type Orm, SqlDatabase } from '@braindrive/database';
import type { AuditService } from '../audit/index.ts';
import type { Clock } from '../clock.ts';
import type { EventService } from '../events/index.ts';
import { type FirstRunFacts, InstanceService } from '../instance/index.ts';
import type { Log } from '../log.ts';
import { deriveKey } from '../secrets/index.ts';
import {
  AccountRemoval,
  AvatarStore,
  MemberService,
  type UserStep,
  UserStepRunner,
} from '../users/index.ts';
import { AccessCache } from './access-cache.ts';
import { AccessEndings } from './access-endings.ts';
import { AccessTokenCodec } from './access-token-codec.ts';
import { AccountService } from './account-service.ts';
import { ApiKeyService } from './api-key-service.ts';
import { AttemptLimiter, type AttemptLimits } from './attempt-limiter.ts';
import { ExpiredAccess } from './expired-access.ts';
import { InvitationService } from './invitation-service.ts';
import { PasswordGate } from './password-gate.ts';
import { type PasswordHashCost, PasswordHasher } from './password-hasher.ts';
import { ProfileEditor } from './profile-editor.ts';
import { RequestAuthenticator } from './request-authenticator.ts';
import { SessionStore } from './session-store.ts';
import { TokenService } from './token-service.ts';

export interface AccountPorts {
  readonly orm: Orm;
  readonly clock: Clock;
  readonly log: Log;
  readonly audit: AuditService;
  readonly events: EventService;
  /** The instance's secret key; a key of its own is derived for access tokens. */
  readonly secretKey: Buffer;
  /** Avatars are kept in `files/avatars` below it. */
  readonly dataDirectory: string;
  readonly version: string;
  readonly firstRun: () => Promise<FirstRunFacts | null>;
  /** What every account gets, in any order. */
  readonly userSteps: readonly UserStep[];
  /** Ends what a person has running, before the account is deleted. */
  readonly beforeRemoval?: (userId: string) => Promise<void>;
  readonly limits?: AttemptLimits;
  readonly passwordCost?: PasswordHashCost;
}

/** Everything about accounts, wired together. */
export interface AccountServices {
  readonly accounts: AccountService;
  readonly apiKeys: ApiKeyService;
  readonly invitations: InvitationService;
  readonly tokens: TokenService;
  readonly members: MemberService;
  readonly instance: InstanceService;
  readonly authenticator: RequestAuthenticator;
  readonly avatars: AvatarStore;
  /** Tells who must be disconnected; event followers are taken care of already. */
  readonly endings: AccessEndings;
  readonly expired: ExpiredAccess;
}

/**
 * Builds the account services. They share parts that must exist once (limits, caches), so they are made in one place.
 * @throws {Error} when the user steps cannot be ordered.
 */
export function createAccountServices(ports: AccountPorts): AccountServices {
  const { orm, clock, log, audit, events } = ports;
  const database = new SqlDatabase(orm);
  const cache = new AccessCache({ clock });
  const endings = new AccessEndings();
  endings.onEnded(({ userId, includes }) => events.endFollowers(userId, includes));
  const sessions = new SessionStore({ database, clock, cache, endings });
  const limiter = new AttemptLimiter(ports.limits);
  const steps = new UserStepRunner({ orm, clock, log, steps: ports.userSteps });
  const hasher = new PasswordHasher(ports.passwordCost);
  const gate = new PasswordGate({ database, clock, audit, hasher, limiter, steps });
  const avatars = new AvatarStore(join(ports.dataDirectory, 'files', 'avatars'));
  const { version, firstRun } = ports;
  const instance = new InstanceService({ orm, clock, audit, version, firstRun });
  const onInstanceEmptied = () => instance.forget();
  const removal = new AccountRemoval({
    database,
    avatars,
    access: sessions,
    log,
    onInstanceEmptied,
    beforeRemoval: ports.beforeRemoval ?? (async () => {}),
  });
  const profile = new ProfileEditor({ orm, audit, avatars, gate });
  const shared = { orm, database, clock, audit, cache, limiter, gate, sessions };
  const accounts = new AccountService({ ...shared, instance, profile, removal, steps });
  const codec = new AccessTokenCodec({ key: deriveKey(ports.secretKey, 'access-token'), clock });
  const tokens = new TokenService({ ...shared, codec });
  const apiKeys = new ApiKeyService(shared);
  return {
    accounts,
    apiKeys,
    tokens,
    instance,
    avatars,
    endings,
    invitations: new InvitationService(shared),
    members: new MemberService({ orm, audit, access: sessions, removal }),
    authenticator: new RequestAuthenticator({ accounts, apiKeys, tokens }),
    expired: new ExpiredAccess({ database, clock, sessions }),
  };
}
