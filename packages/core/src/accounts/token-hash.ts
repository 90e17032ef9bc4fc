import { createHash, randomBytes } from 'node:crypto';

/** 256 random bits for a link, a cookie or a key; too many to guess, so a fast hash is enough to store them. */
export const createSecretToken = (): string => randomBytes(32).toString('base64url');

/** SHA-256 in base64url: what is stored instead of a token, so that a copy of the database opens nothing. */
export const hashToken = (token: string): string =>
  createHash('sha256').update(token).digest('base64url');
