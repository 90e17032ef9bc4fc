import type { ConnectionModels, ModelRef } from '@braindrive/contracts';
import { type Actor, DomainError, type ResolvedModel } from '@braindrive/core';
import { ScriptedModel } from '@braindrive/test-kit';

/** One model for each person who has one; its words come from the test. */
export class ModelStub {
  readonly model: ScriptedModel = new ScriptedModel();
  contextTokens: number | null = 8_192;
  readonly #owners = new Set<string>();
  readonly connectionId = '0192d3c4-0000-7000-8000-000000000001';

  give(actor: Actor): void {
    this.#owners.add(actor.userId);
  }

  async list(actor: Actor): Promise<ConnectionModels[]> {
    if (!this.#owners.has(actor.userId)) return [];
    return [
      {
        connectionId: this.connectionId,
        connectionName: 'Mine',
        providerId: 'scripted',
        destination: null,
        hasLibrary: false,
        state: 'ready',
        error: null,
        refreshedAt: null,
        models: [
          {
            id: 'one',
            name: 'One',
            contextTokens: this.contextTokens,
            capabilities: { vision: false, tools: false, reasoning: false },
            sizeBytes: null,
            note: null,
          },
        ],
      },
    ];
  }

  async defaultModel(actor: Actor): Promise<ModelRef | null> {
    return this.#owners.has(actor.userId)
      ? { connectionId: this.connectionId, modelId: 'one' }
      : null;
  }

  async resolve(actor: Actor, ref: ModelRef | null): Promise<ResolvedModel> {
    if (!this.#owners.has(actor.userId)) {
      throw ref === null
        ? new DomainError('NO_MODEL', 'There is no model yet.')
        : new DomainError('MODEL_NOT_FOUND', 'This model is not there any more.');
    }
    return {
      ref: ref ?? { connectionId: this.connectionId, modelId: 'one' },
      name: 'One',
      contextTokens: this.contextTokens,
      connection: this.model,
    };
  }
}
