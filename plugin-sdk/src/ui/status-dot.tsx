import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';
import classes from './status-dot.module.css';

/** `ready` green, `busy` breathing petrol, `old` yellow, `failed` red, `off` a ring. */
export type Status = 'ready' | 'busy' | 'old' | 'failed' | 'off';

/** A state as a dot and a word; never a colour alone. */
export function StatusDot({ status, children }: { status: Status; children: ReactNode }) {
  return (
    <span className={classes.status}>
      <span className={classNames(classes.dot, classes[status])} aria-hidden="true" />
      {children}
    </span>
  );
}

/** The dot alone, where the word stands elsewhere or is read out as `label`. */
export function Dot({ status, label }: { status: Status; label?: string }) {
  return (
    <span
      className={classNames(classes.dot, classes[status])}
      {...(label === undefined
        ? { 'aria-hidden': true as const }
        : { role: 'img', 'aria-label': label, title: label })}
    />
  );
}
