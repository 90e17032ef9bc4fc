import type {
  ChangePasswordInput,
  DeleteAccountInput,
  RegisterInput,
  Session,
  SignInInput,
  UpdateProfileInput,
  User,
} from '@braindrive/contracts';
import type { Orm, SqlDatabase } from '@braindrive/database';
import type { AuditService } from '../audit/index.ts';
import type { Clock } from '../clock.ts';
import { DomainError } from '../domain-error.ts';
import type { InstanceService } from '../instance/index.ts';
import type { RequestOrigin } from '../request-origin.ts';
import {
  type AccountRemoval,
  type Actor,
  toUser,
  UserEntity,
  type UserStepRunner,
} from '../users/index.ts';
import type { AttemptLimiter } from './attempt-limiter.ts';
import { type PasswordGate, writePassword } from './password-gate.ts';
import type { ProfileEditor } from './profile-editor.ts';
import { type Applicant, admit, writeAccount } from './registration.ts';
import type { SessionStore } from './session-store.ts';
import { hashToken } from './token-hash.ts';

/** A person who just signed in. */
export interface SignedIn {
  readonly user: User;
  /** Value of the session cookie. Goes into the cookie and nowhere else. */
  readonly sessionId: string;
}

export interface AccountServicePorts {
  readonly orm: Orm;
  readonly database: SqlDatabase;
  readonly clock: Clock;
  readonly audit: AuditService;
  readonly instance: InstanceService;
  readonly limiter: AttemptLimiter;
  readonly gate: PasswordGate;
  readonly profile: ProfileEditor;
  readonly removal: AccountRemoval;
  readonly sessions: SessionStore;
  readonly steps: UserStepRunner;
}

/** A person's own account and browser sessions. */
export class AccountService {
  readonly #ports: AccountServicePorts;

  constructor(ports: AccountServicePorts) {
    this.#ports = ports;
  }

  /**
   * Makes an account and signs it in. The first account becomes owner; then an invitation is needed, unless the owner
   * opened registration.
   * @throws {DomainError} `REGISTRATION_CLOSED`, `INVITATION_INVALID`, `EMAIL_TAKEN`, `RATE_LIMITED`,
   *   `ACCOUNT_NOT_READY` (the account exists; signing in goes on with its set-up).
   */
  async register(input: RegisterInput, origin: RequestOrigin): Promise<SignedIn> {
    const { database, clock, gate, instance, limiter, audit } = this.#ports;
    await limiter.spendRegistration(origin.address);
    const settings = await instance.registrationSettings();
    const applicant: Applicant = {
      name: input.name,
      email: input.email,
      invitationHash: input.invitationToken === undefined ? null : hashToken(input.invitationToken),
    };
    // Strangers are turned away before any costly work; what counts is the second look, inside the transaction.
    await database.read((sql) => admit(sql, applicant, settings, clock.now()));
    const passwordHash = await gate.hash(input.password);
    const now = clock.now();
    const { userId, role } = await database.write((sql) => {
      const admission = admit(sql, applicant, settings, now);
      const id = writeAccount(sql, applicant, admission, passwordHash, now);
      return { userId: id, role: admission.role };
    });
    await audit.record({
      actorId: userId,
      name: 'account.registered',
      subjectId: userId,
      address: origin.address,
      details: { role },
    });
    await gate.requireReady(userId);
    return this.#startSession(userId, origin);
  }

  /**
   * @throws {DomainError} `INVALID_CREDENTIALS`, the same for unknown emails; `ACCOUNT_LOCKED`; `RATE_LIMITED`;
   *   `ACCOUNT_NOT_READY`.
   */
  async signIn(input: SignInInput, origin: RequestOrigin): Promise<SignedIn> {
    return this.#startSession(await this.#ports.gate.enter(input, origin), origin);
  }

  /** Ends the caller's browser session. Callers with a token have none; they revoke the token instead. */
  async signOut(actor: Actor): Promise<void> {
    if (actor.sessionId === null) return;
    await this.#ports.sessions.end(actor.userId, actor.sessionId);
    await this.#record(actor, 'session.ended');
  }

  async me(actor: Actor): Promise<User> {
    const row = await this.#ports.orm.em.fork().findOne(UserEntity, { id: actor.userId });
    if (row === null) throw new DomainError('NOT_AUTHENTICATED', 'This account was deleted.');
    return toUser(row);
  }

  /**
   * Changes name, avatar and, with the current password, the email.
   * @throws {DomainError} `EMAIL_TAKEN`, `INVALID_CREDENTIALS`, `ACCOUNT_LOCKED`, `VALIDATION_FAILED` for the avatar.
   */
  async updateProfile(actor: Actor, input: UpdateProfileInput): Promise<User> {
    return this.#ports.profile.update(actor, input);
  }

  /**
   * Changes the password and ends everything else that is signed in: other browser sessions and all refresh tokens.
   * API keys stay; they have a list of their own.
   * @throws {DomainError} `INVALID_CREDENTIALS`, `ACCOUNT_LOCKED`.
   */
  async changePassword(actor: Actor, input: ChangePasswordInput): Promise<void> {
    const { gate, database, clock } = this.#ports;
    await gate.confirm(actor, input.currentPassword);
    const hash = await gate.hash(input.newPassword);
    const now = clock.now();
    await database.write((sql) => {
      writePassword(sql, actor.userId, hash, now);
      sql.run(
        'update refresh_token set revoked_at = ? where user_id = ? and revoked_at is null',
        now.getTime(),
        actor.userId,
      );
    });
    await this.#endOthers(actor);
    await this.#record(actor, 'password.changed');
  }

  /**
   * Deletes the caller's account with everything in it.
   * @throws {DomainError} `LAST_OWNER` while others have accounts; `INVALID_CREDENTIALS`; `ACCOUNT_LOCKED`.
   */
  async deleteAccount(actor: Actor, input: DeleteAccountInput): Promise<void> {
    await this.#ports.gate.confirm(actor, input.currentPassword);
    await this.#ports.removal.remove(actor.userId);
    await this.#record(actor, 'account.deleted');
  }

  /** The caller's browser sessions, the one used last first. */
  async listSessions(actor: Actor): Promise<Session[]> {
    return this.#ports.sessions.list(actor);
  }

  /** Ends one of the caller's sessions. @throws {DomainError} `NOT_FOUND`. */
  async revokeSession(actor: Actor, sessionId: string): Promise<void> {
    if (!(await this.#ports.sessions.end(actor.userId, sessionId)))
      throw new DomainError('NOT_FOUND', 'This session does not exist or has ended already.');
    await this.#record(actor, 'session.revoked');
  }

  /** Ends all browser sessions of the caller but the current one. */
  async revokeOtherSessions(actor: Actor): Promise<void> {
    await this.#ports.sessions.endOthers(actor.userId, actor.sessionId);
    await this.#record(actor, 'session.others-revoked');
  }

  /**
   * The caller behind a session cookie, or null. `isFresh` asks the host to set the cookie again (sliding expiry).
   * After an upgrade the account is brought up to date here too, because a session may outlive many versions; if that
   * fails the session stays usable and a request half a minute later tries again.
   */
  async resolveSession(
    sessionId: string,
    origin: RequestOrigin,
  ): Promise<{ actor: Actor; isFresh: boolean } | null> {
    const resolved = await this.#ports.sessions.resolve(sessionId, origin);
    if (resolved === null) return null;
    const { actor, isFresh, isCached } = resolved;
    if (!isCached && !this.#ports.steps.isCurrent(actor.userId))
      await this.#ports.steps.prepare(actor.userId);
    return { actor, isFresh };
  }

  async #endOthers(actor: Actor): Promise<void> {
    await this.#ports.sessions.endOthers(actor.userId, actor.sessionId);
    this.#ports.sessions.announceApiClients(actor.userId);
  }

  async #startSession(userId: string, origin: RequestOrigin): Promise<SignedIn> {
    const row = await this.#ports.orm.em.fork().findOneOrFail(UserEntity, { id: userId });
    const sessionId = await this.#ports.sessions.create(userId, origin);
    await this.#ports.audit.record({
      actorId: userId,
      name: 'session.created',
      subjectId: userId,
      address: origin.address,
    });
    return { user: toUser(row), sessionId };
  }

  async #record(actor: Actor, name: string): Promise<void> {
    await this.#ports.audit.record({ actorId: actor.userId, name, subjectId: actor.userId });
  }
}
