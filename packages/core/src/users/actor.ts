import type { ApiKeyScope, Permission, Role } from '@braindrive/contracts';

/** Who calls: made once per request from a session, an access token or an API key, and passed to every service. */
export interface Actor {
  readonly userId: string;
  readonly role: Role;
  readonly permissions: ReadonlySet<Permission>;
  readonly via: 'session' | 'access-token' | 'api-key';
  /** The browser session, when `via` is `session`. */
  readonly sessionId: string | null;
  /** What an API key may do; null for sessions and access tokens, which may do all that the role may. */
  readonly scopes: ReadonlySet<ApiKeyScope> | null;
}
