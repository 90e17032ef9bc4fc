import { PlaceContext } from '@braindrive/plugin-sdk/ui';
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { useLocation } from 'react-router';
import { OperationList } from '../plugins/index.ts';
import { DownloadList } from './download-list.tsx';
import classes from './shell.module.css';

/** A place of the app: its sidebar (a drawer under 1,024 px) and the sheet. */
export function Place({
  sidebarLabel,
  sidebar,
  children,
}: {
  /** What the sidebar holds: "Conversations". */
  sidebarLabel: string;
  /** Null for a page without one. */
  sidebar: ReactNode | null;
  children: ReactNode;
}) {
  const [isOpen, setOpen] = useState(false);
  const { pathname } = useLocation();
  const side = useRef<HTMLElement>(null);
  const hasSidebar = sidebar !== null;
  const controls = useMemo(
    () => (hasSidebar ? { openSidebar: () => setOpen(true), sidebarLabel } : null),
    [hasSidebar, sidebarLabel],
  );

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new page closes the drawer that led to it.
  useEffect(() => setOpen(false), [pathname]);
  useEffect(() => {
    if (!isOpen) return undefined;
    side.current?.querySelector<HTMLElement>('a, button')?.focus();
    const onKeyDown = (event: KeyboardEvent) => event.key === 'Escape' && setOpen(false);
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [isOpen]);

  return (
    <PlaceContext.Provider value={controls}>
      {hasSidebar && (
        <aside
          ref={side}
          className={classes.side}
          data-open={isOpen || undefined}
          aria-label={sidebarLabel}
        >
          {sidebar}
          <DownloadList />
          <OperationList />
        </aside>
      )}
      {isOpen && (
        <button
          type="button"
          className={classes.scrim}
          aria-label="Close"
          onClick={() => setOpen(false)}
        />
      )}
      <main className={classes.sheet} data-wide={!hasSidebar || undefined} inert={isOpen}>
        {children}
      </main>
    </PlaceContext.Provider>
  );
}
