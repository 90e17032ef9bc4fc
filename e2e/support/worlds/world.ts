import type { RunningModelServer } from '@braindrive/model-servers';
import type { RunningHubServer } from '@braindrive/model-servers/hub-server';
import type { Client } from '../client.ts';
import type { HostProcess } from '../host-process.ts';

/** A host in a certain state, with everything it talks to. */
export interface World {
  readonly host: HostProcess;
  /** Session of the owner; null before there is one. */
  readonly owner: Client | null;
  close(): Promise<void>;
}

/** A house with a history: people, servers, models and many conversations. */
export interface Home extends World {
  readonly owner: Client;
  readonly models: RunningModelServer;
  readonly hub: RunningHubServer;
  /** Ids by connection name. */
  readonly connections: Readonly<Record<ConnectionName, string>>;
  /** Ids by what the conversation shows. */
  readonly conversations: Readonly<Record<ConversationName, string>>;
  /** Tokens of invitation links. */
  readonly invitations: { readonly valid: string; readonly expired: string };
}

export type ConnectionName = 'scripted' | 'ollama' | 'dead' | 'off';
export type ConversationName =
  | 'photos'
  | 'everything'
  | 'versions'
  | 'stopped'
  | 'interrupted'
  | 'refused'
  | 'unreachable'
  | 'long';

/** Closes what can be closed, in order, whatever fails on the way. */
export async function closeAll(steps: readonly (() => Promise<unknown>)[]): Promise<void> {
  for (const step of steps) await step().catch(() => undefined);
}
