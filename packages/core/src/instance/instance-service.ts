import type {
  InstanceSettings,
  InstanceStatus,
  UpdateInstanceSettingsInput,
} from '@braindrive/contracts';
import { DomainError } from '../domain-error.ts';
import type { Actor } from '../users/index.ts';

export class InstanceService {
  async status(): Promise<InstanceStatus> {
    throw new DomainError('INTERNAL', 'Not built yet.');
  }

  async settings(_actor: Actor): Promise<InstanceSettings> {
    throw new DomainError('INTERNAL', 'Not built yet.');
  }

  async updateSettings(
    _actor: Actor,
    _input: UpdateInstanceSettingsInput,
  ): Promise<InstanceSettings> {
    throw new DomainError('INTERNAL', 'Not built yet.');
  }
}
