import type { ChatStreamPart, MessagePart, RunUpdate } from './core-types.ts';

type MessageEnd = Extract<ChatStreamPart, { type: 'message-end' }>;

/** An answer while its run writes it. */
export interface LiveAnswer {
  /** Number of the last entry that is in it. */
  readonly seq: number;
  readonly phase: 'waiting' | 'queued' | 'loading-model' | 'thinking' | 'answering' | 'ended';
  /** Of loading the model, 0 to 1, where the provider says. */
  readonly progress: number | null;
  readonly modelName: string | null;
  readonly parts: readonly MessagePart[];
  /** UTF-16 units that this run added, for the speed while it goes on. */
  readonly writtenLength: number;
  readonly end: MessageEnd | null;
}

export const emptyAnswer: LiveAnswer = {
  seq: 0,
  phase: 'waiting',
  progress: null,
  modelName: null,
  parts: [],
  writtenLength: 0,
  end: null,
};

function appendDelta(
  parts: readonly MessagePart[],
  type: MessagePart['type'],
  delta: string,
): readonly MessagePart[] {
  const last = parts.at(-1);
  if (last?.type === type) return [...parts.slice(0, -1), { ...last, text: last.text + delta }];
  const added: MessagePart =
    type === 'text' ? { type, text: delta } : { type, text: delta, durationMs: null };
  return [...parts, added];
}

const endReasoning = (
  parts: readonly MessagePart[],
  durationMs: number,
): readonly MessagePart[] => {
  const last = parts.at(-1);
  if (last?.type !== 'reasoning') return parts;
  return [...parts.slice(0, -1), { ...last, durationMs: (last.durationMs ?? 0) + durationMs }];
};

function withDelta(
  answer: LiveAnswer,
  part: Extract<ChatStreamPart, { type: 'text-delta' | 'reasoning-delta' }>,
): LiveAnswer {
  const isText = part.type === 'text-delta';
  return {
    ...answer,
    phase: isText ? 'answering' : 'thinking',
    progress: null,
    parts: appendDelta(answer.parts, isText ? 'text' : 'reasoning', part.delta),
    writtenLength: answer.writtenLength + part.delta.length,
  };
}

function applyPart(answer: LiveAnswer, part: ChatStreamPart): LiveAnswer {
  switch (part.type) {
    case 'message-start':
      // First entry of a log and of each replay from its start: whatever was here came from there too.
      return { ...emptyAnswer, modelName: part.modelName, parts: part.parts };
    case 'status':
      return { ...answer, phase: part.status, progress: part.progress };
    case 'text-delta':
    case 'reasoning-delta':
      return withDelta(answer, part);
    case 'reasoning-end':
      return { ...answer, parts: endReasoning(answer.parts, part.durationMs) };
    case 'message-end':
      return { ...answer, phase: 'ended', progress: null, end: part };
  }
}

/**
 * Takes one update of `chat.follow`. What is already in the answer is ignored, a replay from the start replaces it, so
 * that no word is lost or doubled whatever was sent again.
 */
export function applyUpdate(answer: LiveAnswer, update: RunUpdate): LiveAnswer {
  const isReplay = update.parts[0]?.type === 'message-start';
  if (!isReplay && (update.seq <= answer.seq || answer.end !== null)) return answer;
  const next = update.parts.reduce(applyPart, answer);
  return { ...next, seq: update.seq };
}
