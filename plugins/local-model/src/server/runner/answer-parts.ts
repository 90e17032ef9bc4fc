import type { ModelStreamPart } from '@braindrive/plugin-sdk';
import { ThinkTagSplitter } from '@braindrive/plugin-sdk/server';
import type { ChatReply } from '../llama-process/llama-process.ts';

/**
 * The library keeps thoughts apart for the formats it knows; where a model of another format starts with `<think>`,
 * the tags are still in the text.
 */
export async function* answerParts(
  replies: AsyncIterable<ChatReply>,
  isContinuation: boolean,
): AsyncGenerator<ModelStreamPart> {
  const splitter = new ThinkTagSplitter(isContinuation);
  for await (const reply of replies) {
    if (reply.type === 'parts') {
      for (const part of reply.parts) {
        yield* part.type === 'text-delta' ? splitter.push(part.delta) : [part];
      }
    } else {
      yield* splitter.end();
      yield* finishOf(reply);
    }
  }
}

/** An aborted answer ends silently. */
function finishOf(reply: Extract<ChatReply, { type: 'done' }>): ModelStreamPart[] {
  const { finishReason, inputTokens, outputTokens, reasoningTokens } = reply;
  if (finishReason === 'aborted') {
    return [];
  }
  return [{ type: 'finish', finishReason, usage: { inputTokens, outputTokens, reasoningTokens } }];
}
