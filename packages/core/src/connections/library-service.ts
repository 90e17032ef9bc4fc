import type { CatalogueModel, MachineFacts, ModelPull } from '@braindrive/plugin-sdk';
import { DomainError } from '../domain-error.ts';
import type { Actor } from '../users/index.ts';

export interface Library {
  readonly machine: MachineFacts | null;
  readonly catalogue: CatalogueModel[];
  readonly pulls: ModelPull[];
}

export class LibraryService {
  /** The library of a connection: facts of the machine, models on offer, fetches. */
  async get(_actor: Actor, _connectionId: string): Promise<Library> {
    throw new DomainError('INTERNAL', 'Not built yet.');
  }

  /** Fetches of every library that the caller may see. */
  async listPulls(_actor: Actor): Promise<ModelPull[]> {
    throw new DomainError('INTERNAL', 'Not built yet.');
  }

  async pull(_actor: Actor, _connectionId: string, _source: string): Promise<ModelPull> {
    throw new DomainError('INTERNAL', 'Not built yet.');
  }

  async pausePull(_actor: Actor, _connectionId: string, _pullId: string): Promise<ModelPull> {
    throw new DomainError('INTERNAL', 'Not built yet.');
  }

  async cancelPull(_actor: Actor, _connectionId: string, _pullId: string): Promise<ModelPull> {
    throw new DomainError('INTERNAL', 'Not built yet.');
  }

  async removeModel(_actor: Actor, _connectionId: string, _modelId: string): Promise<void> {
    throw new DomainError('INTERNAL', 'Not built yet.');
  }
}
