import type { ErrorReport } from '@braindrive/contracts';
import { defineEntity, type InferEntity, p } from '@mikro-orm/core';

export const MessageEntity = defineEntity({
  name: 'Message',
  tableName: 'message',
  properties: {
    id: p.string().primary(),
    conversationId: p.string(),
    parentId: p.string().nullable(),
    role: p.enum(['user', 'assistant'] as const),
    state: p.enum(['streaming', 'complete', 'stopped', 'interrupted', 'failed'] as const),
    connectionId: p.string().nullable(),
    modelId: p.string().nullable(),
    modelName: p.string().nullable(),
    finishReason: p
      .enum(['stop', 'length', 'content-filter', 'tool-calls', 'other'] as const)
      .nullable(),
    inputTokens: p.integer().nullable(),
    outputTokens: p.integer().nullable(),
    reasoningTokens: p.integer().nullable(),
    firstTokenMs: p.integer().nullable(),
    durationMs: p.integer().nullable(),
    tokensPerSecond: p.double().nullable(),
    error: p.json<ErrorReport>().nullable(),
    createdAt: p.datetime(),
  },
});
export type MessageRow = InferEntity<typeof MessageEntity>;

export const MessagePartEntity = defineEntity({
  name: 'MessagePart',
  tableName: 'message_part',
  properties: {
    messageId: p.string().primary(),
    position: p.integer().primary(),
    type: p.enum(['text', 'reasoning'] as const),
    text: p.text(),
    /** Reasoning only. */
    durationMs: p.integer().nullable(),
  },
});
export type MessagePartRow = InferEntity<typeof MessagePartEntity>;
