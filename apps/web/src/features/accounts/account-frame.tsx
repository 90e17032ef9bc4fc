import { Mark } from '@braindrive/plugin-sdk/ui';
import type { ReactNode } from 'react';
import classes from './accounts.module.css';

/** The name of the product beside its mark. */
export function Brand() {
  return (
    <header className={classes.brand}>
      <Mark size={28} />
      <b>BrainDrive</b>
    </header>
  );
}

/** A page with one form in its middle. */
export function AccountFrame({
  title,
  lead,
  children,
}: {
  title: string;
  lead?: ReactNode;
  children: ReactNode;
}) {
  return (
    <div className={classes.frame}>
      <Brand />
      <main className={classes.centre}>
        <h1>{title}</h1>
        {lead !== undefined && <p className={classes.lead}>{lead}</p>}
        {children}
      </main>
    </div>
  );
}
