import type { InstanceSettings, Role } from '@braindrive/contracts';
import { createId, type SqlSession } from '@braindrive/database';
import { DomainError } from '../domain-error.ts';
import { mayInvite } from './invitation-policy.ts';
import { writePassword } from './password-gate.ts';

/** Somebody who wants an account. */
export interface Applicant {
  readonly name: string;
  readonly email: string;
  /** Hash of the token of an invitation link, or null. */
  readonly invitationHash: string | null;
}

/** How somebody was let in. */
export interface Admission {
  readonly role: Role;
  readonly invitationId: string | null;
}

/**
 * Decides whether somebody may register, and as what: the first person becomes owner, after that an invitation counts,
 * else whether registration is open.
 * @throws {DomainError} `INVITATION_INVALID`, `REGISTRATION_CLOSED`.
 */
export function admit(
  sql: SqlSession,
  applicant: Applicant,
  settings: InstanceSettings,
  now: Date,
): Admission {
  const hasPeople = sql.get('select 1 from user limit 1') !== null;
  if (!hasPeople) return { role: 'owner', invitationId: null };
  if (applicant.invitationHash !== null) {
    const invitation = requireInvitation(sql, applicant.invitationHash, now);
    if (invitation.email !== null && invitation.email !== applicant.email)
      throw new DomainError(
        'INVITATION_INVALID',
        'This invitation is for another email address. Register with the address it was sent to.',
      );
    return { role: invitation.role, invitationId: invitation.id };
  }
  if (settings.registration === 'open')
    return { role: settings.openRegistrationRole, invitationId: null };
  throw new DomainError(
    'REGISTRATION_CLOSED',
    'Registration is by invitation. Ask the owner for a link.',
  );
}

/** An invitation that can be used now. */
export interface UsableInvitation {
  readonly id: string;
  readonly role: Role;
  readonly email: string | null;
  readonly expiresAt: Date;
}

/**
 * @throws {DomainError} `INVITATION_INVALID` when it is unknown, used or over, or when the person who made it may no
 *   longer invite in this role.
 */
export function requireInvitation(sql: SqlSession, tokenHash: string, now: Date): UsableInvitation {
  const row = sql.get<{
    id: string;
    role: Role;
    email: string | null;
    expires_at: number;
    used_at: number | null;
    creator_role: Role | null;
  }>(
    `select i.id, i.role, i.email, i.expires_at, i.used_at, c.role as creator_role
     from invitation i left join user c on c.id = i.created_by_id where i.token_hash = ?`,
    tokenHash,
  );
  const isUsable =
    row !== null &&
    row.used_at === null &&
    row.expires_at > now.getTime() &&
    row.creator_role !== null &&
    mayInvite(row.creator_role, row.role);
  if (!isUsable)
    throw new DomainError(
      'INVITATION_INVALID',
      'This invitation was used, withdrawn or is too old. Ask for a new link.',
    );
  return { id: row.id, role: row.role, email: row.email, expiresAt: new Date(row.expires_at) };
}

/**
 * Makes the account. Runs in the transaction of {@link admit}, so two people can neither both become owner nor both use
 * one invitation.
 * @returns the id of the new person.
 * @throws {DomainError} `EMAIL_TAKEN`. It tells that an address has an account, but only to somebody who was let in
 *   already; there is no honest way to register that hides it without sending mail.
 */
export function writeAccount(
  sql: SqlSession,
  applicant: Applicant,
  admission: Admission,
  passwordHash: string,
  now: Date,
): string {
  if (sql.get('select 1 from user where email = ?', applicant.email) !== null) throw emailTaken();
  const id = createId();
  sql.run(
    `insert into user (id, name, email, role, status, created_at) values (?, ?, ?, ?, 'preparing', ?)`,
    id,
    applicant.name,
    applicant.email,
    admission.role,
    now.getTime(),
  );
  writePassword(sql, id, passwordHash, now);
  if (admission.invitationId !== null)
    sql.run(
      'update invitation set used_at = ?, used_by_id = ? where id = ?',
      now.getTime(),
      id,
      admission.invitationId,
    );
  return id;
}

export const emailTaken = () =>
  new DomainError(
    'EMAIL_TAKEN',
    'This email has an account already. Sign in, or use another email.',
  );
