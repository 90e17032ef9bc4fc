import type { ComponentProps } from 'react';
import { classNames } from './class-names.ts';
import classes from './icon-button.module.css';
import { Icon, type IconSize, type TablerIcon } from './icons.tsx';
import { AppLink } from './link.tsx';
import { shortcutText } from './shortcut.ts';

interface IconButtonLook {
  icon: TablerIcon;
  /** Accessible name and tooltip. */
  label: string;
  /** Shown in the tooltip, for instance `mod+k`. */
  shortcut?: string;
  iconSize?: IconSize;
  size?: 'sm' | 'md';
  /** Side of the button the tooltip grows to; `end` where the right edge is near. */
  tip?: 'center' | 'end' | 'right';
  isOn?: boolean;
}

const look = ({ label, shortcut, size = 'md', tip = 'center', isOn = false }: IconButtonLook) => ({
  'aria-label': label,
  'data-tip': shortcut === undefined ? label : `${label}   ${shortcutText(shortcut)}`,
  'data-tip-side': tip,
  'data-size': size,
  className: classNames(classes.button, isOn && classes.on),
});

/** A button that is only an icon; its name is the tooltip. */
export function IconButton({
  icon,
  label,
  shortcut,
  iconSize = 18,
  size = 'md',
  tip = 'center',
  isOn = false,
  className,
  ...rest
}: IconButtonLook & Omit<ComponentProps<'button'>, 'size'>) {
  const shared = look({ icon, label, size, tip, isOn, ...(shortcut && { shortcut }) });
  return (
    <button type="button" {...shared} {...rest} className={classNames(shared.className, className)}>
      <Icon of={icon} size={iconSize} />
    </button>
  );
}

/** The same look for something that navigates. */
export function IconButtonLink({
  to,
  isCurrent = false,
  ...props
}: IconButtonLook & { to: string; isCurrent?: boolean }) {
  return (
    <AppLink to={to} {...look(props)} {...(isCurrent && { 'aria-current': 'page' as const })}>
      <Icon of={props.icon} size={props.iconSize ?? 18} />
    </AppLink>
  );
}
