import { memo } from 'react';
import { AnswerRow } from './answer-row.tsx';
import { textOfMessage } from './opened-thread.ts';
import { QuestionRow } from './question-row.tsx';
import type { ThreadRow } from './thread-rows.ts';

interface ThreadRowViewProps {
  readonly row: ThreadRow;
  readonly modelName: string;
  readonly isLast: boolean;
  readonly isEditing: boolean;
  readonly isBusy: boolean;
}

const messageOf = (row: ThreadRow) =>
  row.kind === 'question' || row.kind === 'answer' ? row.message : null;

function hasSameContent(a: ThreadRow, b: ThreadRow): boolean {
  if (a.kind !== b.kind || a.key !== b.key || messageOf(a) !== messageOf(b)) return false;
  if (a.kind === 'expected' && b.kind === 'expected') return a.messageId === b.messageId;
  return a.kind !== 'asked' || b.kind !== 'asked' || a.text === b.text;
}

/** One row. A row that was asked a moment ago and its stored message are one component, so its elements stay. */
export const ThreadRowView = memo(
  function ThreadRowView({ row, modelName, isLast, isEditing, isBusy }: ThreadRowViewProps) {
    const message = messageOf(row);
    if (row.kind === 'question' || row.kind === 'asked') {
      const text = row.kind === 'asked' ? row.text : textOfMessage(row.message);
      return <QuestionRow message={message} text={text} isEditing={isEditing} isBusy={isBusy} />;
    }
    const messageId = row.kind === 'expected' ? row.messageId : row.message.id;
    return (
      <AnswerRow
        message={message}
        messageId={messageId}
        modelName={modelName}
        isLast={isLast}
        isBusy={isBusy}
      />
    );
  },
  (a, b) =>
    hasSameContent(a.row, b.row) &&
    a.modelName === b.modelName &&
    a.isLast === b.isLast &&
    a.isEditing === b.isEditing &&
    a.isBusy === b.isBusy,
);
