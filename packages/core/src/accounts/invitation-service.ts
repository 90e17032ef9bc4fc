import type {
  CreatedInvitation,
  CreateInvitationInput,
  Invitation,
  Role,
} from '@braindrive/contracts';
import { createId, type Orm, type SqlDatabase } from '@braindrive/database';
import type { AuditService } from '../audit/index.ts';
import type { Clock } from '../clock.ts';
import { DomainError } from '../domain-error.ts';
import { type Actor, requirePermission } from '../users/index.ts';
import { InvitationEntity, type InvitationRow } from './account-entities.ts';
import { mayInvite } from './invitation-policy.ts';
import { requireInvitation } from './registration.ts';
import { createSecretToken, hashToken } from './token-hash.ts';

const dayMs = 24 * 60 * 60 * 1000;

/** Links that let one person register, made by owners and admins. */
export class InvitationService {
  readonly #orm: Orm;
  readonly #database: SqlDatabase;
  readonly #clock: Clock;
  readonly #audit: AuditService;

  constructor(ports: {
    readonly orm: Orm;
    readonly database: SqlDatabase;
    readonly clock: Clock;
    readonly audit: AuditService;
  }) {
    this.#orm = ports.orm;
    this.#database = ports.database;
    this.#clock = ports.clock;
    this.#audit = ports.audit;
  }

  /** All invitations, used ones too, newest first. */
  async list(actor: Actor): Promise<Invitation[]> {
    requirePermission(actor, 'invitation.manage');
    const rows = await this.#orm.em.fork().findAll(InvitationEntity, { orderBy: { id: 'desc' } });
    return rows.map(toInvitation);
  }

  /** @throws {DomainError} `NOT_PERMITTED`; only an owner invites admins. */
  async create(actor: Actor, input: CreateInvitationInput): Promise<CreatedInvitation> {
    requirePermission(actor, 'invitation.manage');
    if (!mayInvite(actor.role, input.role))
      throw new DomainError('NOT_PERMITTED', 'Only an owner can invite admins. Ask the owner.');
    const now = this.#clock.now();
    const token = createSecretToken();
    const em = this.#orm.em.fork();
    const row = em.create(InvitationEntity, {
      id: createId(),
      tokenHash: hashToken(token),
      role: input.role,
      email: input.email ?? null,
      createdById: actor.userId,
      createdAt: now,
      expiresAt: new Date(now.getTime() + input.validDays * dayMs),
      usedAt: null,
      usedById: null,
    });
    await em.flush();
    await this.#record(actor, 'invitation.created', row);
    return { invitation: toInvitation(row), token };
  }

  /** Withdraws an invitation; an account made with it stays. @throws {DomainError} `NOT_FOUND`, `NOT_PERMITTED`. */
  async revoke(actor: Actor, invitationId: string): Promise<void> {
    requirePermission(actor, 'invitation.manage');
    const em = this.#orm.em.fork();
    const row = await em.findOne(InvitationEntity, { id: invitationId });
    if (row === null) throw new DomainError('NOT_FOUND', 'This invitation does not exist.');
    await em.remove(row).flush();
    await this.#record(actor, 'invitation.revoked', row);
  }

  /** What the register page shows for a link. @throws {DomainError} `INVITATION_INVALID`. */
  async inspect(token: string): Promise<{ role: Role; email: string | null; expiresAt: Date }> {
    const { role, email, expiresAt } = await this.#database.read((sql) =>
      requireInvitation(sql, hashToken(token), this.#clock.now()),
    );
    return { role, email, expiresAt };
  }

  async #record(actor: Actor, name: string, row: InvitationRow): Promise<void> {
    const details = { role: row.role };
    await this.#audit.record({ actorId: actor.userId, name, subjectId: row.id, details });
  }
}

const toInvitation = (row: InvitationRow): Invitation => ({
  id: row.id,
  role: row.role,
  email: row.email ?? null,
  createdAt: row.createdAt,
  expiresAt: row.expiresAt,
  usedAt: row.usedAt ?? null,
});
