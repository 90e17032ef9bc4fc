import { classNames, Icon, IconArrowUp, IconPlayerStopFilled } from '@braindrive/plugin-sdk/ui';
import { type KeyboardEvent, type ReactNode, type Ref, useImperativeHandle, useRef } from 'react';
import classes from './composer.module.css';
import { GrowingField } from './growing-field.tsx';

export interface ComposerHandle {
  focus(): void;
}

interface ComposerProps {
  readonly text: string;
  readonly placeholder: string;
  readonly isAnswering: boolean;
  /** False while there is nobody who could answer. */
  readonly canSend: boolean;
  /** Context used and the model, at the right. */
  readonly tools: ReactNode;
  /** Why the last message did not go out. */
  readonly problem: ReactNode;
  readonly onChange: (text: string) => void;
  readonly onSend: () => void;
  readonly onStop: () => void;
  /** Up in the empty field. */
  readonly onEditLast: () => void;
  readonly ref?: Ref<ComposerHandle>;
}

function SendButton({
  isAnswering,
  isReady,
  onSend,
  onStop,
}: {
  readonly isAnswering: boolean;
  readonly isReady: boolean;
  readonly onSend: () => void;
  readonly onStop: () => void;
}) {
  if (isAnswering) {
    return (
      <button
        type="button"
        className={classes.send}
        title="Stop   Esc"
        aria-label="Stop"
        onClick={onStop}
      >
        <Icon of={IconPlayerStopFilled} size={16} />
      </button>
    );
  }
  return (
    <button
      type="button"
      className={classNames(classes.send, !isReady && classes.idle)}
      title="Send   Enter"
      aria-label="Send"
      disabled={!isReady}
      onClick={onSend}
    >
      <Icon of={IconArrowUp} size={18} />
    </button>
  );
}

type Action = (() => void) | false;

/** What a key in the field does. Keys that an input method uses are its own. */
function keyAction(
  event: KeyboardEvent,
  actions: { readonly send: Action; readonly stop: Action; readonly up: Action },
): Action {
  // Safari ends a composition before its Enter arrives; 229 is how it tells.
  if (event.nativeEvent.isComposing || event.keyCode === 229) return false;
  if (event.shiftKey || event.altKey) return false;
  if (event.key === 'Enter') return actions.send;
  if (event.key === 'Escape') return actions.stop;
  return event.key === 'ArrowUp' && actions.up;
}

/** Where a message is written. Enter sends, Shift+Enter makes a line; an input method keeps its own Enter. */
export function Composer({ text, placeholder, isAnswering, canSend, ref, ...rest }: ComposerProps) {
  const { tools, problem, onChange, onSend, onStop, onEditLast } = rest;
  const field = useRef<HTMLTextAreaElement>(null);
  useImperativeHandle(ref, () => ({ focus: () => field.current?.focus() }));
  const isReady = canSend && text.trim() !== '';
  const send = () => {
    if (isReady && !isAnswering) onSend();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const run = keyAction(event, {
      send,
      stop: isAnswering && onStop,
      up: text === '' && onEditLast,
    });
    if (!run) return;
    event.preventDefault();
    run();
  };
  return (
    <div className={classes.composer}>
      {problem}
      <GrowingField
        ref={field}
        value={text}
        placeholder={placeholder}
        aria-label="Message"
        enterKeyHint="send"
        onChange={onChange}
        onKeyDown={onKeyDown}
      />
      <div className={classes.tools}>
        <span className={classes.gap} />
        {tools}
        <SendButton isAnswering={isAnswering} isReady={isReady} onSend={onSend} onStop={onStop} />
      </div>
    </div>
  );
}
