import { defineEntity, type InferEntity, p } from '@mikro-orm/core';

export const RunEntity = defineEntity({
  name: 'Run',
  tableName: 'run',
  properties: {
    id: p.string().primary(),
    ownerId: p.string(),
    conversationId: p.string(),
    messageId: p.string(),
    state: p.enum(['running', 'complete', 'stopped', 'interrupted', 'failed'] as const),
    startedAt: p.datetime(),
    endedAt: p.datetime().nullable(),
  },
});
export type RunRow = InferEntity<typeof RunEntity>;
