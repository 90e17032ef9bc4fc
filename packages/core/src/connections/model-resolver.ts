import type { ModelRef } from '@braindrive/contracts';
import type { ModelConnection } from '@braindrive/plugin-sdk/server';
import type { Actor } from '../users/index.ts';

/** A model that a caller may use, with the live connection to ask. */
export interface ResolvedModel {
  readonly ref: ModelRef;
  /** What a person reads: the model's name as listed, else its id. */
  readonly name: string;
  /** Tokens of context, or null when the provider does not say. */
  readonly contextTokens: number | null;
  readonly connection: ModelConnection;
}

/** Port of the chat engine: finds the connection and the facts of a chosen model. */
export interface ModelResolver {
  /**
   * @param ref - Null stands for the caller's default model.
   * @throws {DomainError} `NO_MODEL` when nothing was chosen and there is no default, `MODEL_NOT_FOUND` when the
   *   connection is missing or not the caller's, `CONNECTION_DISABLED`.
   */
  resolve(actor: Actor, ref: ModelRef | null): Promise<ResolvedModel>;
}
