import type { ComponentProps } from 'react';
import classes from './card.module.css';
import { classNames } from './class-names.ts';
import { Icon, type TablerIcon } from './icons.tsx';

/** A raised box with one line around it. */
export function Card({ className, ...rest }: ComponentProps<'div'>) {
  return <div className={classNames(classes.card, className)} {...rest} />;
}

/** Rows of one kind in one card, with hairlines between them. */
export function CardList({ className, ...rest }: ComponentProps<'ul'>) {
  return <ul className={classNames(classes.card, classes.list, className)} {...rest} />;
}

/** The 40 px square with an icon that heads a card. */
export function Tile({ icon, tone = 'plain' }: { icon: TablerIcon; tone?: 'plain' | 'accent' }) {
  return (
    <span className={classes.tile} data-tone={tone}>
      <Icon of={icon} size={20} />
    </span>
  );
}

/** A small word on a soft ground. */
export function Tag({
  tone = 'plain',
  children,
}: {
  tone?: 'plain' | 'ok' | 'warn' | 'danger' | 'info' | 'accent' | 'loud';
  children: string;
}) {
  return (
    <span className={classes.tag} data-tone={tone}>
      {children}
    </span>
  );
}
