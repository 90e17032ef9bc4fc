import type { Manifest, Permissions } from '@braindrive/plugin-sdk';
import type { PluginDefinitionSummary } from '@braindrive/plugin-sdk/protocol';
import type { BridgeCaller } from '../bridge-caller.ts';

/** A person's installation, as calls into it need it. */
export interface CallTarget {
  readonly installationId: string;
  readonly ownerId: string;
  /** Name of the owner, which the plugin may show. */
  readonly ownerName: string;
  readonly slug: string;
  readonly version: string;
  readonly digest: string;
  readonly manifest: Manifest;
  /** What the person granted, after the owner's policy. */
  readonly grants: Permissions;
  /** Without secrets. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** False while it is disabled, uninstalled, or stopped by the host's safe mode; then it is not called. */
  readonly isEnabled: boolean;
}

/** Reads installations. Read anew for each call, so answers come from memory. */
export interface CallTargets {
  /** Null when this person never installed it. */
  find(userId: string, slug: string): Promise<CallTarget | null>;
  /** The enabled ones that have a server half. */
  list(userId: string): Promise<readonly CallTarget[]>;
  /**
   * Calls `listener` after an installation changed in any way that calls can see: installed, enabled, disabled,
   * upgraded, rolled back, uninstalled, other settings or grants.
   */
  onChange(listener: (userId: string) => void): () => void;
}

export interface SessionRequest {
  /** In whose name; bridges that the plugin calls meanwhile get it. */
  readonly caller: BridgeCaller;
  readonly signal?: AbortSignal;
  readonly timeoutMs?: number;
}

export interface SessionStream extends SessionRequest {
  /** Longest wait for one item; null for as long as it takes. */
  readonly idleTimeoutMs?: number | null;
}

/** A running process of a plugin version. */
export interface PluginSession {
  readonly summary: PluginDefinitionSummary;
  /** @throws {RpcError} */
  request(method: string, params: unknown, options: SessionRequest): Promise<unknown>;
  /** Nothing is asked before iteration begins; leaving the loop cancels. @throws {RpcError} */
  stream(method: string, params: unknown, options: SessionStream): AsyncIterable<unknown>;
}

/** Starts processes when they are needed. */
export interface PluginSessions {
  /**
   * The running process of this version; starts it when there is none.
   * @throws {DomainError} `PLUGIN_NOT_RUNNING` when it cannot be started or crashed too often.
   */
  acquire(
    plugin: Pick<CallTarget, 'digest' | 'slug' | 'version' | 'manifest'>,
  ): Promise<PluginSession>;
}
