import { useEffect, useRef } from 'react';
import classes from './conversations.module.css';

/** A title that is being changed in place: Enter and leaving keep it, Escape does not. */
export function TitleField({
  title,
  onDone,
}: {
  title: string;
  /** Null when nothing shall change. */
  onDone: (title: string | null) => void;
}) {
  const field = useRef<HTMLInputElement>(null);
  const isDone = useRef(false);
  useEffect(() => field.current?.select(), []);
  const finish = (value: string | null) => {
    if (isDone.current) return;
    isDone.current = true;
    onDone(value);
  };
  return (
    <input
      ref={field}
      className={classes.titleField}
      defaultValue={title}
      maxLength={200}
      aria-label="Title"
      onBlur={(event) => finish(event.currentTarget.value)}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.nativeEvent.isComposing) return;
        if (event.key === 'Enter') finish(event.currentTarget.value);
        if (event.key === 'Escape') finish(null);
      }}
    />
  );
}
