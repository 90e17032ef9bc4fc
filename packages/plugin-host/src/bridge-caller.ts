import type { Permissions } from '@braindrive/plugin-sdk';

/**
 * In whose name a plugin's process asks the host for something. Made by the host for each call from its own rows; the
 * plugin never sees or sends it.
 */
export interface BridgeCaller {
  readonly installationId: string;
  readonly ownerId: string;
  readonly slug: string;
  readonly version: string;
  readonly digest: string;
  /** What this person granted, after the owner's policy. Read anew for each call. */
  readonly grants: Permissions;
  /** A migration sees its data in an open transaction; a provider's connection reaches its own server only. */
  readonly purpose:
    | { readonly kind: 'call' | 'tool' | 'job' | 'hook' }
    | { readonly kind: 'migration'; readonly transactionId: string }
    | {
        readonly kind: 'connection';
        /** Bound to what the connection may reach. */
        readonly fetch: (url: string | URL, init?: RequestInit) => Promise<Response>;
      };
}
