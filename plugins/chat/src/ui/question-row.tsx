import { Button, IconButton, IconPencil } from '@braindrive/plugin-sdk/ui';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { CopyButton } from './copy-button.tsx';
import type { Message } from './core-types.ts';
import { GrowingField } from './growing-field.tsx';
import { SiblingArrows } from './sibling-arrows.tsx';
import classes from './thread.module.css';
import { useThreadActions } from './thread-actions.ts';

interface QuestionRowProps {
  /** Null until the host has stored it. */
  readonly message: Message | null;
  readonly text: string;
  readonly isEditing: boolean;
  readonly isBusy: boolean;
}

function QuestionEditor({
  messageId,
  text,
}: {
  readonly messageId: string;
  readonly text: string;
}) {
  const { edit, startEdit } = useThreadActions();
  const [value, setValue] = useState(text);
  const [isSending, setSending] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    field.current?.focus();
    field.current?.setSelectionRange(text.length, text.length);
  }, [text]);
  const canSend = value.trim() !== '' && !isSending;
  const send = () => {
    if (!canSend) return;
    setSending(true);
    void edit(messageId, value).finally(() => setSending(false));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Escape') {
      event.stopPropagation();
      startEdit(null);
    } else if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      send();
    }
  };
  return (
    <div className={classes.editor}>
      <GrowingField
        ref={field}
        value={value}
        aria-label="Your message"
        onChange={setValue}
        onKeyDown={onKeyDown}
      />
      <div className={classes.editorFoot}>
        <Button onClick={() => startEdit(null)}>Cancel</Button>
        <Button variant="filled" disabled={!canSend} onClick={send}>
          Send again
        </Button>
      </div>
    </div>
  );
}

function QuestionActions({
  message,
  text,
  isBusy,
}: {
  readonly message: Message;
  readonly text: string;
  readonly isBusy: boolean;
}) {
  const { startEdit, selectBranch } = useThreadActions();
  return (
    <div className={classes.actions}>
      <CopyButton text={text} label="Copy" />
      <IconButton
        icon={IconPencil}
        iconSize={16}
        size="sm"
        label="Edit"
        disabled={isBusy}
        onClick={() => startEdit(message.id)}
      />
      <SiblingArrows
        messageId={message.id}
        siblingIds={message.siblingIds}
        isBusy={isBusy}
        onSelect={selectBranch}
      />
    </div>
  );
}

/** What the person said: a block whose text stands on the column's edge. */
export function QuestionRow({ message, text, isEditing, isBusy }: QuestionRowProps) {
  return (
    <article className={classes.turn} data-is-own="" aria-label="You">
      <div className={classes.margin}>
        <b>You</b>
      </div>
      <div className={classes.body}>
        {isEditing && message !== null ? (
          <QuestionEditor messageId={message.id} text={text} />
        ) : (
          <>
            <div className={classes.said}>{text}</div>
            {message !== null && <QuestionActions message={message} text={text} isBusy={isBusy} />}
          </>
        )}
      </div>
    </article>
  );
}
