import type { ModelRef, StartedRun } from '@braindrive/contracts';
import { createId } from '@braindrive/database';
import type { Client } from '../client.ts';
import { followRun } from '../follow.ts';

export interface Question {
  readonly text: string;
  readonly model: ModelRef;
  /** Null begins a conversation. */
  readonly conversationId?: string | null;
}

/** Sends a question as a person would. */
export const ask = (
  client: Client,
  { text, model, conversationId = null }: Question,
): Promise<StartedRun> =>
  client.trpc.chat.send.mutate({ clientId: createId(), conversationId, text, model });

/** Waits until an answer is over, however it ends. */
export async function answerOf(client: Client, { runId }: StartedRun): Promise<void> {
  const followed = followRun(client, runId);
  await followed.end;
  followed.stop();
}

/** Asks, waits for the answer and names the conversation. @returns its id. */
export async function converse(client: Client, title: string, question: Question): Promise<string> {
  const started = await ask(client, question);
  await answerOf(client, started);
  const conversationId = started.conversation.id;
  await client.trpc.conversation.update.mutate({ conversationId, title });
  return conversationId;
}

/** Stops whatever still writes in a conversation. */
export async function stopAnswers(client: Client, conversationId: string): Promise<void> {
  const { window } = await client.trpc.conversation.open.query({ conversationId });
  for (const { runId } of window.messages)
    if (runId !== null) await client.trpc.chat.stop.mutate({ runId });
}
