import { defineEntity, type InferEntity, p } from '@mikro-orm/core';

export const RunEntity = defineEntity({
  name: 'Run',
  tableName: 'run',
  properties: {
    id: p.string().primary(),
    ownerId: p.string(),
    conversationId: p.string(),
    messageId: p.string(),
    /** Made by the client, unique per person: a repeated send is recognised. */
    clientId: p.string().nullable(),
    state: p.enum(['running', 'complete', 'stopped', 'interrupted', 'failed'] as const),
    /** Sequence number of the last entry of its log; null while it runs. */
    lastSeq: p.integer().nullable(),
    startedAt: p.datetime(),
    endedAt: p.datetime().nullable(),
  },
});
export type RunRow = InferEntity<typeof RunEntity>;
