import type {
  ChangePasswordInput,
  DeleteAccountInput,
  RegisterInput,
  Session,
  SignInInput,
  UpdateProfileInput,
  User,
} from '@braindrive/contracts';
import { DomainError } from '../domain-error.ts';
import type { RequestOrigin } from '../request-origin.ts';
import type { Actor } from '../users/index.ts';

export interface SignedIn {
  readonly user: User;
  readonly sessionId: string;
}

export class AccountService {
  async register(_input: RegisterInput, _origin: RequestOrigin): Promise<SignedIn> {
    throw new DomainError('INTERNAL', 'Not built yet.');
  }

  async signIn(_input: SignInInput, _origin: RequestOrigin): Promise<SignedIn> {
    throw new DomainError('INTERNAL', 'Not built yet.');
  }

  async signOut(_actor: Actor): Promise<void> {
    throw new DomainError('INTERNAL', 'Not built yet.');
  }

  async me(_actor: Actor): Promise<User> {
    throw new DomainError('INTERNAL', 'Not built yet.');
  }

  async updateProfile(_actor: Actor, _input: UpdateProfileInput): Promise<User> {
    throw new DomainError('INTERNAL', 'Not built yet.');
  }

  async changePassword(_actor: Actor, _input: ChangePasswordInput): Promise<void> {
    throw new DomainError('INTERNAL', 'Not built yet.');
  }

  async deleteAccount(_actor: Actor, _input: DeleteAccountInput): Promise<void> {
    throw new DomainError('INTERNAL', 'Not built yet.');
  }

  async listSessions(_actor: Actor): Promise<Session[]> {
    throw new DomainError('INTERNAL', 'Not built yet.');
  }

  async revokeSession(_actor: Actor, _sessionId: string): Promise<void> {
    throw new DomainError('INTERNAL', 'Not built yet.');
  }

  async revokeOtherSessions(_actor: Actor): Promise<void> {
    throw new DomainError('INTERNAL', 'Not built yet.');
  }

  /** The caller behind a session cookie, or null. `isFresh` asks the host to set the cookie again (sliding expiry). */
  async resolveSession(
    _sessionId: string,
    _origin: RequestOrigin,
  ): Promise<{ actor: Actor; isFresh: boolean } | null> {
    throw new DomainError('INTERNAL', 'Not built yet.');
  }
}
