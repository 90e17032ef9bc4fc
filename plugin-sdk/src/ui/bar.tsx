import type { ReactNode } from 'react';
import classes from './bar.module.css';
import { IconButton } from './icon-button.tsx';
import { IconChevronLeft, IconMenu2 } from './icons.tsx';
import { usePlace } from './place-context.ts';

/** The head of a sheet: title left, actions right. Narrow windows get the button for the sidebar. */
export function Bar({
  title,
  actions,
  isRuled = false,
  isBack = false,
}: {
  title: ReactNode;
  actions?: ReactNode;
  /** The hairline, once something is scrolled under the bar. */
  isRuled?: boolean;
  /** The sidebar button points back, for a page that was chosen from it. */
  isBack?: boolean;
}) {
  const place = usePlace();
  return (
    <header className={classes.bar} data-ruled={isRuled || undefined}>
      {place && (
        <IconButton
          className={classes.menu}
          icon={isBack ? IconChevronLeft : IconMenu2}
          iconSize={20}
          label={place.sidebarLabel}
          onClick={place.openSidebar}
        />
      )}
      <h1 className="cut">{title}</h1>
      {actions}
    </header>
  );
}
