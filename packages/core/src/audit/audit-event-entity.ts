import { defineEntity, type InferEntity, p } from '@mikro-orm/core';

export const AuditEventEntity = defineEntity({
  name: 'AuditEvent',
  tableName: 'audit_event',
  properties: {
    id: p.string().primary(),
    /** No foreign key: the trail outlives the account. */
    actorId: p.string().nullable(),
    name: p.string(),
    subjectId: p.string().nullable(),
    address: p.string().nullable(),
    details: p.json<Record<string, unknown>>(),
    createdAt: p.datetime(),
  },
});
export type AuditEventRow = InferEntity<typeof AuditEventEntity>;
