import { type ReactNode, useId } from 'react';
import classes from './example.module.css';

/** The frame that all examples share: a title, one line that says what is shown, and the example itself. */
export function Example({
  title,
  lead,
  children,
}: {
  readonly title: string;
  readonly lead: string;
  readonly children: ReactNode;
}) {
  const id = useId();
  return (
    <section className={classes.example} aria-labelledby={id}>
      <h3 id={id}>{title}</h3>
      <p>{lead}</p>
      <div className={classes.body}>{children}</div>
    </section>
  );
}

/** What came of it. */
export function Result({ children }: { readonly children: ReactNode }) {
  return (
    <div role="status" className={classes.result}>
      {children}
    </div>
  );
}
