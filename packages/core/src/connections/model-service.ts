import type { ConnectionModels, ModelRef } from '@braindrive/contracts';
import { DomainError } from '../domain-error.ts';
import type { Actor } from '../users/index.ts';

export class ModelService {
  /** What was heard last from every connection the caller may use; never waits for a server. */
  async list(_actor: Actor): Promise<ConnectionModels[]> {
    throw new DomainError('INTERNAL', 'Not built yet.');
  }

  /** Asks one connection again now. */
  async refresh(_actor: Actor, _connectionId: string): Promise<ConnectionModels> {
    throw new DomainError('INTERNAL', 'Not built yet.');
  }

  async defaultModel(_actor: Actor): Promise<ModelRef | null> {
    throw new DomainError('INTERNAL', 'Not built yet.');
  }

  async setDefaultModel(_actor: Actor, _model: ModelRef): Promise<ModelRef> {
    throw new DomainError('INTERNAL', 'Not built yet.');
  }
}
