import { type ReactNode, useRef, useState } from 'react';
import { Bar } from './bar.tsx';
import classes from './sheet.module.css';

/** A page of the sheet: bar, then a scrolling column of 720 (`form`) or 1,064 (`page`). */
export function SheetPage({
  title,
  actions,
  width = 'page',
  children,
}: {
  title: ReactNode;
  actions?: ReactNode;
  width?: 'form' | 'page';
  children: ReactNode;
}) {
  const box = useRef<HTMLDivElement>(null);
  const [isScrolled, setScrolled] = useState(false);
  return (
    <>
      <Bar
        title={title}
        actions={actions && <div className={classes.actions}>{actions}</div>}
        isRuled={isScrolled}
      />
      <div
        ref={box}
        className={classes.scroll}
        onScroll={() => setScrolled((box.current?.scrollTop ?? 0) > 0)}
      >
        <div className={classes.column} data-width={width}>
          {children}
        </div>
      </div>
    </>
  );
}

/** A headed part of a page. */
export function Section({
  title,
  lead,
  actions,
  children,
}: {
  title: string;
  lead?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}) {
  return (
    <section className={classes.section}>
      <div className={classes.sectionHead}>
        <div>
          <h2>{title}</h2>
          {lead !== undefined && <p>{lead}</p>}
        </div>
        {actions}
      </div>
      {children}
    </section>
  );
}
