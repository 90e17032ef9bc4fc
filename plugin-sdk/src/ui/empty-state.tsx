import type { ReactNode } from 'react';
import classes from './empty-state.module.css';

/** One sentence and one action, where a list has nothing to show. */
export function EmptyState({ text, action }: { text: ReactNode; action?: ReactNode }) {
  return (
    <div className={classes.empty}>
      <p>{text}</p>
      {action}
    </div>
  );
}
