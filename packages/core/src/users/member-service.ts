import type { UpdateMemberRoleInput, User } from '@braindrive/contracts';
import { DomainError } from '../domain-error.ts';
import type { Actor } from './actor.ts';

export class MemberService {
  async list(_actor: Actor): Promise<User[]> {
    throw new DomainError('INTERNAL', 'Not built yet.');
  }

  async updateRole(_actor: Actor, _input: UpdateMemberRoleInput): Promise<User> {
    throw new DomainError('INTERNAL', 'Not built yet.');
  }

  async remove(_actor: Actor, _userId: string): Promise<void> {
    throw new DomainError('INTERNAL', 'Not built yet.');
  }
}
