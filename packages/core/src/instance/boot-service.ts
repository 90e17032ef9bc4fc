import type { Boot } from '@braindrive/contracts';
import { DomainError } from '../domain-error.ts';
import type { Actor } from '../users/index.ts';

export class BootService {
  /** Everything the first page needs, for a caller or for nobody. */
  async boot(_actor: Actor | null): Promise<Boot> {
    throw new DomainError('INTERNAL', 'Not built yet.');
  }
}
