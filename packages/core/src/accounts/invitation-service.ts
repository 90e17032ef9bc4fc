import type {
  CreatedInvitation,
  CreateInvitationInput,
  Invitation,
  Role,
} from '@braindrive/contracts';
import { DomainError } from '../domain-error.ts';
import type { Actor } from '../users/index.ts';

export class InvitationService {
  async list(_actor: Actor): Promise<Invitation[]> {
    throw new DomainError('INTERNAL', 'Not built yet.');
  }

  async create(_actor: Actor, _input: CreateInvitationInput): Promise<CreatedInvitation> {
    throw new DomainError('INTERNAL', 'Not built yet.');
  }

  async revoke(_actor: Actor, _invitationId: string): Promise<void> {
    throw new DomainError('INTERNAL', 'Not built yet.');
  }

  /** What the register page shows for a link. @throws {DomainError} `INVITATION_INVALID`. */
  async inspect(_token: string): Promise<{ role: Role; email: string | null; expiresAt: Date }> {
    throw new DomainError('INTERNAL', 'Not built yet.');
  }
}
