import { defineEntity, type InferEntity, p } from '@mikro-orm/core';

export const CredentialEntity = defineEntity({
  name: 'Credential',
  tableName: 'credential',
  properties: {
    id: p.string().primary(),
    userId: p.string(),
    kind: p.enum(['password'] as const),
    /** Argon2id in PHC format. */
    secretHash: p.text(),
    updatedAt: p.datetime(),
  },
});
export type CredentialRow = InferEntity<typeof CredentialEntity>;

export const SessionEntity = defineEntity({
  name: 'Session',
  tableName: 'session',
  properties: {
    id: p.string().primary(),
    userId: p.string(),
    expiresAt: p.datetime(),
    createdAt: p.datetime(),
    lastSeenAt: p.datetime(),
    address: p.string().nullable(),
    userAgent: p.text().nullable(),
  },
});
export type SessionRow = InferEntity<typeof SessionEntity>;

export const RefreshTokenEntity = defineEntity({
  name: 'RefreshToken',
  tableName: 'refresh_token',
  properties: {
    id: p.string().primary(),
    userId: p.string(),
    familyId: p.string(),
    tokenHash: p.string(),
    createdAt: p.datetime(),
    expiresAt: p.datetime(),
    usedAt: p.datetime().nullable(),
    revokedAt: p.datetime().nullable(),
  },
});
export type RefreshTokenRow = InferEntity<typeof RefreshTokenEntity>;

export const ApiKeyEntity = defineEntity({
  name: 'ApiKey',
  tableName: 'api_key',
  properties: {
    id: p.string().primary(),
    userId: p.string(),
    name: p.string(),
    prefix: p.string(),
    keyHash: p.string(),
    scopes: p.json<string[]>(),
    createdAt: p.datetime(),
    expiresAt: p.datetime().nullable(),
    lastUsedAt: p.datetime().nullable(),
  },
});
export type ApiKeyRow = InferEntity<typeof ApiKeyEntity>;

export const InvitationEntity = defineEntity({
  name: 'Invitation',
  tableName: 'invitation',
  properties: {
    id: p.string().primary(),
    tokenHash: p.string(),
    role: p.enum(['admin', 'member', 'guest'] as const),
    email: p.string().nullable(),
    createdById: p.string().nullable(),
    createdAt: p.datetime(),
    expiresAt: p.datetime(),
    usedAt: p.datetime().nullable(),
    usedById: p.string().nullable(),
  },
});
export type InvitationRow = InferEntity<typeof InvitationEntity>;
