import type { Page, SearchHit, SearchInput } from '@braindrive/contracts';
import { DomainError } from '../domain-error.ts';
import type { Actor } from '../users/index.ts';

export class SearchService {
  async search(_actor: Actor, _input: SearchInput): Promise<Page<SearchHit>> {
    throw new DomainError('INTERNAL', 'Not built yet.');
  }
}
