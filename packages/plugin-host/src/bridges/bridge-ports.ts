import type {
  Actor,
  Clock,
  ConnectionEgress,
  ConversationService,
  ConversationWriter,
  EventService,
  Log,
  ModelService,
  SecretBox,
} from '@braindrive/core';
import type { Orm } from '@braindrive/database';
import type { LogEntry } from '@braindrive/plugin-sdk/protocol';
import type { BridgeCaller } from '../bridge-caller.ts';
import type { GrantPolicy } from './stored-grants.ts';

/** Starts a plugin's job, which the scheduler owns. */
export interface JobStarter {
  /** Changes nothing while it waits or runs already. The job is known to exist. */
  runNow(caller: BridgeCaller, name: string): Promise<void>;
}

/** Takes the log lines of plugins. Must not throw. */
export interface PluginLogSink {
  write(caller: BridgeCaller, entry: LogEntry & { readonly at: Date }): void;
}

/** Calls a procedure of the host's own API. Throws `PluginError` or what the procedure throws. */
export type CallCore = (
  actor: Actor,
  call: {
    readonly path: string;
    readonly type: 'query' | 'mutation';
    /** superjson, as the answer. */
    readonly input: unknown;
    readonly signal: AbortSignal;
  },
) => Promise<unknown>;

/** Everything that bridges need of the host. */
export interface BridgePorts {
  readonly orm: Orm;
  /** Blobs, snapshots and working copies are kept in its folder `plugins`. */
  readonly dataDirectory: string;
  readonly policy: GrantPolicy;
  readonly clock: Clock;
  readonly log: Log;
  readonly events: EventService;
  /** With a purpose of its own: `plugin-secret`. */
  readonly secretBox: SecretBox;
  readonly egress: ConnectionEgress;
  readonly models: Pick<ModelService, 'list' | 'resolve' | 'defaultModel'>;
  readonly conversations: Pick<
    ConversationService,
    'list' | 'open' | 'listMessages' | 'update' | 'remove'
  >;
  readonly conversationWriter: ConversationWriter;
  readonly jobs: JobStarter;
  readonly logs: PluginLogSink;
  /** Left out, `core.call` knows no procedure. */
  readonly callCore?: CallCore;
  /** The person or the plugin changed its settings: whoever shows or caches them reads them again. */
  readonly onSettingsChanged?: (installationId: string) => void;
}
