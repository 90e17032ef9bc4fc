import { Button, IconButton, IconRefresh } from '@braindrive/plugin-sdk/ui';
import { AnswerError } from './answer-error.tsx';
import { AnswerFigures, AnswerMargin } from './answer-margin.tsx';
import { useLiveAnswer } from './chat-context.ts';
import type { LiveAnswer } from './chat-reducer.ts';
import { CopyButton } from './copy-button.tsx';
import type { Message, MessagePart } from './core-types.ts';
import { MarkdownView } from './markdown/markdown-view.tsx';
import { textOfMessage, withLive } from './opened-thread.ts';
import { SiblingArrows } from './sibling-arrows.tsx';
import { ThinkingBlock } from './thinking-block.tsx';
import classes from './thread.module.css';
import { useThreadActions } from './thread-actions.ts';

interface AnswerRowProps {
  /** Null until the host has stored it. */
  readonly message: Message | null;
  readonly messageId: string | null;
  /** Name of the model that will answer, until the answer says so itself. */
  readonly modelName: string;
  readonly isLast: boolean;
  /** Another answer is being written, so nothing can be asked for now. */
  readonly isBusy: boolean;
}

function statusText(live: LiveAnswer | null, modelName: string): string | null {
  if (live?.phase === 'queued') return 'Waiting for its turn';
  if (live?.phase !== 'loading-model') return null;
  const percent = live.progress === null ? '' : `, ${Math.round(live.progress * 100)} %`;
  return `Loading ${modelName}${percent}`;
}

function PartView({ part, isLive }: { readonly part: MessagePart; readonly isLive: boolean }) {
  if (part.type === 'text') return <MarkdownView text={part.text} isDone={!isLive} />;
  return <ThinkingBlock text={part.text} durationMs={part.durationMs} isLive={isLive} />;
}

const notes: Partial<Record<Message['state'], string>> = {
  stopped: 'Stopped.',
  interrupted: 'Cut off when BrainDrive ended.',
};

/** Says why an answer ends before its end, and offers to go on. */
function CutNote({ message, isBusy }: { readonly message: Message; readonly isBusy: boolean }) {
  const { continueAnswer } = useThreadActions();
  const isOutOfTokens = message.state === 'complete' && message.finishReason === 'length';
  const note = isOutOfTokens ? 'It reached its limit of tokens.' : notes[message.state];
  const canContinue = textOfMessage(message) !== '';
  if (note === undefined && !(message.state === 'failed' && canContinue)) return null;
  return (
    <div className={classes.cut}>
      {note !== undefined && <span>{note}</span>}
      {canContinue && (
        <Button size="xs" disabled={isBusy} onClick={() => continueAnswer(message.id)}>
          Continue
        </Button>
      )}
    </div>
  );
}

function AnswerActions({
  message,
  isBusy,
}: {
  readonly message: Message;
  readonly isBusy: boolean;
}) {
  const { regenerate, selectBranch } = useThreadActions();
  return (
    <div className={classes.actions}>
      {textOfMessage(message) !== '' && (
        <CopyButton text={() => textOfMessage(message)} label="Copy" />
      )}
      <IconButton
        icon={IconRefresh}
        iconSize={16}
        size="sm"
        label="Answer again"
        disabled={isBusy}
        onClick={() => regenerate(message.id)}
      />
      <SiblingArrows
        messageId={message.id}
        siblingIds={message.siblingIds}
        isBusy={isBusy}
        onSelect={selectBranch}
      />
      {/* A phone has no margin to put them in. */}
      <span className={classes.figures}>
        <AnswerFigures message={message} />
      </span>
    </div>
  );
}

/** The stored message, with what its run has written since. */
function shownMessage(message: Message | null, live: LiveAnswer | null): Message | null {
  if (message === null || live === null || message.state !== 'streaming') return message;
  return live.seq === 0 ? { ...message, parts: [] } : withLive(message, live);
}

/** An answer: bare text in the column, who and how fast in the margin. */
export function AnswerRow({ message, messageId, modelName, isLast, isBusy }: AnswerRowProps) {
  const live = useLiveAnswer(messageId);
  const shown = shownMessage(message, live);
  const isLive = shown === null ? live?.end == null : shown.state === 'streaming';
  const parts = shown?.parts ?? live?.parts ?? [];
  const name = shown?.model?.name ?? live?.modelName ?? modelName;
  const status = isLive ? statusText(live, name) : null;
  return (
    <article
      className={classes.turn}
      data-is-last={isLast || undefined}
      aria-label={`Answer of ${name}`}
    >
      <AnswerMargin name={name} messageId={messageId} message={shown} isLive={isLive} />
      <div className={classes.body}>
        {parts.map((part, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: parts are only ever added at the end
          <PartView key={index} part={part} isLive={isLive && index === parts.length - 1} />
        ))}
        {isLive && parts.length === 0 && (
          <p className={classes.status}>
            {status !== null && <span>{status}</span>}
            <span className={classes.caret} />
            {status === null && <span className="visually-hidden">Waiting for the answer</span>}
          </p>
        )}
        {shown !== null && !isLive && (
          <>
            {shown.error !== null && <AnswerError error={shown.error} messageId={shown.id} />}
            <CutNote message={shown} isBusy={isBusy} />
            <AnswerActions message={shown} isBusy={isBusy} />
          </>
        )}
      </div>
    </article>
  );
}
