import { defineEntity, type InferEntity, p } from '@mikro-orm/core';

export const ConnectionEntity = defineEntity({
  name: 'Connection',
  tableName: 'connection',
  properties: {
    id: p.string().primary(),
    /** Null only for the built-in connections of the host. */
    ownerId: p.string().nullable(),
    providerId: p.string(),
    name: p.string(),
    isShared: p.boolean(),
    isEnabled: p.boolean(),
    isBuiltIn: p.boolean(),
    settings: p.json<Record<string, unknown>>(),
    /** AES-256-GCM of the JSON of all secret settings, or null. */
    secrets: p.text().nullable(),
    /** For each secret: when it was set, in milliseconds since the epoch. */
    secretsSetAt: p.json<Record<string, number>>(),
    createdAt: p.datetime(),
    updatedAt: p.datetime(),
  },
});
export type ConnectionRow = InferEntity<typeof ConnectionEntity>;
