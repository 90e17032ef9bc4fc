import { DomainError } from '../domain-error.ts';
import type { RequestOrigin } from '../request-origin.ts';
import type { Actor } from '../users/index.ts';
import type { AccountService } from './account-service.ts';
import { type ApiKeyService, isApiKey } from './api-key-service.ts';
import type { TokenService } from './token-service.ts';

/** What a request brings to say who calls. */
export interface RequestCredentials {
  /** The `Authorization` header, or null. */
  readonly authorization: string | null;
  /** Value of the session cookie, or null. */
  readonly sessionId: string | null;
  readonly origin: RequestOrigin;
}

export interface AuthenticatedRequest {
  readonly actor: Actor;
  /** Set the session cookie again with this value (sliding expiry); null when there is no need. */
  readonly renewedSessionId: string | null;
}

// Other schemes are none of ours: a proxy in front may ask for a password of its own.
const bearerPattern = /^Bearer +(\S+)$/i;

/** Finds out who calls: by the bearer token (API key or access token) if there is one, else by the session cookie. */
export class RequestAuthenticator {
  readonly #accounts: AccountService;
  readonly #apiKeys: ApiKeyService;
  readonly #tokens: TokenService;

  constructor(ports: {
    readonly accounts: AccountService;
    readonly apiKeys: ApiKeyService;
    readonly tokens: TokenService;
  }) {
    this.#accounts = ports.accounts;
    this.#apiKeys = ports.apiKeys;
    this.#tokens = ports.tokens;
  }

  /**
   * @returns null for nobody. A token that is not valid makes nobody too, not the person of a cookie that came along;
   *   it is no error here, because public procedures (such as the exchange of an old token) must stay reachable.
   */
  async authenticate(credentials: RequestCredentials): Promise<AuthenticatedRequest | null> {
    const { authorization, sessionId, origin } = credentials;
    const token = bearerPattern.exec(authorization ?? '')?.[1];
    if (token !== undefined) return this.#byToken(token);
    if (sessionId === null) return null;
    const resolved = await this.#accounts.resolveSession(sessionId, origin);
    if (resolved === null) return null;
    return { actor: resolved.actor, renewedSessionId: resolved.isFresh ? sessionId : null };
  }

  async #byToken(token: string): Promise<AuthenticatedRequest | null> {
    try {
      const actor = isApiKey(token)
        ? await this.#apiKeys.resolveKey(token)
        : await this.#tokens.resolveAccessToken(token);
      return { actor, renewedSessionId: null };
    } catch (error) {
      if (error instanceof DomainError && error.code === 'TOKEN_INVALID') return null;
      throw error;
    }
  }
}
