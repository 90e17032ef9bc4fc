import { defineEntity, type InferEntity, p } from '@mikro-orm/core';

export const UserEntity = defineEntity({
  name: 'User',
  tableName: 'user',
  properties: {
    id: p.string().primary(),
    name: p.string(),
    email: p.string(),
    role: p.enum(['owner', 'admin', 'member', 'guest'] as const),
    /** `preparing` until every user initialiser has run. */
    status: p.enum(['preparing', 'ready'] as const),
    avatarFile: p.string().nullable(),
    defaultConnectionId: p.string().nullable(),
    defaultModelId: p.string().nullable(),
    createdAt: p.datetime(),
  },
});
export type UserRow = InferEntity<typeof UserEntity>;

/** One initialiser or updater of one user: which version ran, or how it failed. */
export const UserStepEntity = defineEntity({
  name: 'UserStep',
  tableName: 'user_step',
  properties: {
    userId: p.string().primary(),
    stepId: p.string().primary(),
    version: p.integer(),
    finishedAt: p.datetime().nullable(),
    lastError: p.text().nullable(),
    attempts: p.integer(),
  },
});
export type UserStepRow = InferEntity<typeof UserStepEntity>;
