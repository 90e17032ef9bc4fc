import type {
  ContinueMessageInput,
  EditMessageInput,
  FollowRunInput,
  RegenerateInput,
  RunUpdate,
  SendMessageInput,
  StartedRun,
} from '@braindrive/contracts';
import { DomainError } from '../domain-error.ts';
import type { Actor } from '../users/index.ts';

export class ChatService {
  async send(_actor: Actor, _input: SendMessageInput): Promise<StartedRun> {
    throw new DomainError('INTERNAL', 'Not built yet.');
  }

  async regenerate(_actor: Actor, _input: RegenerateInput): Promise<StartedRun> {
    throw new DomainError('INTERNAL', 'Not built yet.');
  }

  async edit(_actor: Actor, _input: EditMessageInput): Promise<StartedRun> {
    throw new DomainError('INTERNAL', 'Not built yet.');
  }

  async continueMessage(_actor: Actor, _input: ContinueMessageInput): Promise<StartedRun> {
    throw new DomainError('INTERNAL', 'Not built yet.');
  }

  /** Stops a run; the text so far stays. A run that has ended is left alone. */
  async stop(_actor: Actor, _runId: string): Promise<void> {
    throw new DomainError('INTERNAL', 'Not built yet.');
  }

  /**
   * Replays a run from `after` and goes on until its `message-end`. A run that is no longer in memory is replayed from
   * the stored message.
   * @throws {DomainError} `RUN_NOT_FOUND`.
   */
  follow(_actor: Actor, _input: FollowRunInput, _signal: AbortSignal): AsyncIterable<RunUpdate> {
    throw new DomainError('INTERNAL', 'Not built yet.');
  }
}
