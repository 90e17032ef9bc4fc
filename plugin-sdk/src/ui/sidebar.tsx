import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';
import { Icon, type TablerIcon } from './icons.tsx';
import { AppLink, useIsCurrent } from './link.tsx';
import classes from './sidebar.module.css';

/** Head of a sidebar: what it lists, and what can be done with the list. */
export function SidebarHead({ title, actions }: { title: string; actions?: ReactNode }) {
  return (
    <div className={classes.head}>
      <h2>{title}</h2>
      {actions}
    </div>
  );
}

/** The scrolling part of a sidebar. */
export function SidebarList({ label, children }: { label: string; children: ReactNode }) {
  return (
    <nav className={classes.list} aria-label={label}>
      {children}
    </nav>
  );
}

/** Rows under a small heading. */
export function SidebarGroup({ title, children }: { title?: string; children: ReactNode }) {
  return (
    <section className={classes.groupBox} aria-label={title}>
      {title !== undefined && <h3 className={classes.group}>{title}</h3>}
      {children}
    </section>
  );
}

/** A row that goes somewhere; selected while that page is shown. */
export function SidebarItem({
  to,
  icon,
  lead,
  aside,
  end = false,
  isPlain = false,
  children,
}: {
  to: string;
  icon?: TablerIcon;
  /** Shown in the icon's place, for instance a state dot. */
  lead?: ReactNode;
  /** Small text or figure at the right edge. */
  aside?: ReactNode;
  end?: boolean;
  /** Never shown as the current page, for a row that leads into another row's page. */
  isPlain?: boolean;
  children: ReactNode;
}) {
  const isCurrent = useIsCurrent(to, end) && !isPlain;
  return (
    <AppLink
      to={to}
      className={classNames(classes.item)}
      {...(isCurrent && { 'aria-current': 'page' as const })}
    >
      {icon && <Icon of={icon} size={18} />}
      {lead !== undefined && <span className={classes.lead}>{lead}</span>}
      <span className="cut">{children}</span>
      {aside !== undefined && <span className={classes.aside}>{aside}</span>}
    </AppLink>
  );
}

/** A row that does something instead of going somewhere. */
export function SidebarAction({
  icon,
  onClick,
  children,
}: {
  icon: TablerIcon;
  onClick: () => void;
  children: ReactNode;
}) {
  return (
    <button type="button" className={classNames(classes.item, classes.action)} onClick={onClick}>
      <Icon of={icon} size={18} />
      <span className="cut">{children}</span>
    </button>
  );
}
