import type { ModelParameters } from '@braindrive/plugin-sdk';
import { defineEntity, type InferEntity, p } from '@mikro-orm/core';

export const ConversationEntity = defineEntity({
  name: 'Conversation',
  tableName: 'conversation',
  properties: {
    id: p.string().primary(),
    ownerId: p.string(),
    title: p.string(),
    /** Where the title came from; a person's own is never overwritten. */
    titleSource: p.enum(['none', 'words', 'model', 'person'] as const),
    isPinned: p.boolean(),
    isArchived: p.boolean(),
    /** End of the branch that is shown. */
    leafId: p.string().nullable(),
    connectionId: p.string().nullable(),
    modelId: p.string().nullable(),
    systemPrompt: p.text(),
    parameters: p.json<ModelParameters>(),
    createdAt: p.datetime(),
    /** Time of the last message. */
    updatedAt: p.datetime(),
    /** Deleted with undo: hidden now, purged later. */
    deletedAt: p.datetime().nullable(),
  },
});
export type ConversationRow = InferEntity<typeof ConversationEntity>;
