import { createId } from '@braindrive/database';
import { HMAC } from 'oslo/crypto';
import { createJWT, type JWT, parseJWT } from 'oslo/jwt';
import type { Clock } from '../clock.ts';
import { DomainError } from '../domain-error.ts';

const issuer = 'braindrive';
const audience = 'braindrive-api';
export const accessTokenLifetimeSeconds = 15 * 60;

/** What an access token says. */
export interface AccessClaims {
  readonly userId: string;
  /** Family of the refresh token that it came with; revoking the family ends the access token too. */
  readonly familyId: string;
  readonly expiresAtMs: number;
}

/** Signs and checks access tokens: JWT, HS256, valid for 15 minutes. */
export class AccessTokenCodec {
  readonly #key: Buffer;
  readonly #clock: Clock;
  readonly #hmac = new HMAC('SHA-256');

  /** @param ports.key - 32 bytes, used for nothing else. */
  constructor(ports: { readonly key: Buffer; readonly clock: Clock }) {
    this.#key = ports.key;
    this.#clock = ports.clock;
  }

  async sign(userId: string, familyId: string): Promise<string> {
    const issuedAt = Math.floor(this.#clock.now().getTime() / 1000);
    const claims = { fam: familyId, iat: issuedAt, exp: issuedAt + accessTokenLifetimeSeconds };
    return createJWT('HS256', this.#key, claims, {
      issuer,
      subject: userId,
      audiences: [audience],
      jwtId: createId(),
    });
  }

  /** @throws {DomainError} `TOKEN_INVALID`. */
  async verify(token: string): Promise<AccessClaims> {
    const jwt = parse(token);
    if (jwt === null || !(await this.#isSigned(jwt))) throw tokenInvalid();
    const { subject, expiresAt } = jwt;
    const familyId = 'fam' in jwt.payload ? jwt.payload.fam : undefined;
    const isOurs = jwt.issuer === issuer && jwt.audiences?.includes(audience) === true;
    if (!isOurs || subject === null || typeof familyId !== 'string' || expiresAt === null)
      throw tokenInvalid();
    if (expiresAt.getTime() <= this.#clock.now().getTime()) throw tokenInvalid();
    return { userId: subject, familyId, expiresAtMs: expiresAt.getTime() };
  }

  /** oslo's own validation reads the machine's clock, ours is a port: so the signature is checked here. */
  async #isSigned(jwt: JWT): Promise<boolean> {
    if (jwt.algorithm !== 'HS256') return false;
    const [header, payload, signature] = jwt.parts;
    const data = new TextEncoder().encode(`${header}.${payload}`);
    return this.#hmac.verify(this.#key, Buffer.from(signature, 'base64url'), data);
  }
}

export const tokenInvalid = () =>
  new DomainError(
    'TOKEN_INVALID',
    'This token is not valid, or no longer. Get a new one with the refresh token or by signing in.',
  );

function parse(token: string): JWT | null {
  try {
    return parseJWT(token);
  } catch {
    // What is not base64 or not JSON is not a token; there is nothing more to learn from the cause.
    return null;
  }
}
