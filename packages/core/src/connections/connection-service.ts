import type {
  Connection,
  ConnectionTest,
  CreateConnectionInput,
  ProviderDescription,
  TestConnectionInput,
  UpdateConnectionInput,
} from '@braindrive/contracts';
import { DomainError } from '../domain-error.ts';
import type { Actor } from '../users/index.ts';

export class ConnectionService {
  listProviders(_actor: Actor): ProviderDescription[] {
    throw new DomainError('INTERNAL', 'Not built yet.');
  }

  async list(_actor: Actor): Promise<Connection[]> {
    throw new DomainError('INTERNAL', 'Not built yet.');
  }

  async test(
    _actor: Actor,
    _input: TestConnectionInput,
    _signal: AbortSignal | undefined,
  ): Promise<ConnectionTest> {
    throw new DomainError('INTERNAL', 'Not built yet.');
  }

  async create(_actor: Actor, _input: CreateConnectionInput): Promise<Connection> {
    throw new DomainError('INTERNAL', 'Not built yet.');
  }

  async update(_actor: Actor, _input: UpdateConnectionInput): Promise<Connection> {
    throw new DomainError('INTERNAL', 'Not built yet.');
  }

  async remove(_actor: Actor, _connectionId: string): Promise<void> {
    throw new DomainError('INTERNAL', 'Not built yet.');
  }
}
