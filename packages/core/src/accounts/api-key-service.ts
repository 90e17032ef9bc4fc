import type { ApiKey, CreateApiKeyInput, CreatedApiKey } from '@braindrive/contracts';
import { DomainError } from '../domain-error.ts';
import type { Actor } from '../users/index.ts';

export class ApiKeyService {
  async list(_actor: Actor): Promise<ApiKey[]> {
    throw new DomainError('INTERNAL', 'Not built yet.');
  }

  async create(_actor: Actor, _input: CreateApiKeyInput): Promise<CreatedApiKey> {
    throw new DomainError('INTERNAL', 'Not built yet.');
  }

  async revoke(_actor: Actor, _apiKeyId: string): Promise<void> {
    throw new DomainError('INTERNAL', 'Not built yet.');
  }

  /** The caller behind an API key. @throws {DomainError} `TOKEN_INVALID`. */
  async resolveKey(_key: string): Promise<Actor> {
    throw new DomainError('INTERNAL', 'Not built yet.');
  }
}
