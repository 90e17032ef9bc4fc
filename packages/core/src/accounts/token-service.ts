import type { SignInInput, TokenPair } from '@braindrive/contracts';
import { DomainError } from '../domain-error.ts';
import type { RequestOrigin } from '../request-origin.ts';
import type { Actor } from '../users/index.ts';

export class TokenService {
  async issue(_input: SignInInput, _origin: RequestOrigin): Promise<TokenPair> {
    throw new DomainError('INTERNAL', 'Not built yet.');
  }

  async refresh(_refreshToken: string, _origin: RequestOrigin): Promise<TokenPair> {
    throw new DomainError('INTERNAL', 'Not built yet.');
  }

  async revoke(_refreshToken: string): Promise<void> {
    throw new DomainError('INTERNAL', 'Not built yet.');
  }

  /** The caller behind an access token. @throws {DomainError} `TOKEN_INVALID`. */
  async resolveAccessToken(_token: string): Promise<Actor> {
    throw new DomainError('INTERNAL', 'Not built yet.');
  }
}
