import { Icon } from '@braindrive/plugin-sdk/ui';
import { Link, useLocation } from 'react-router';
import { isCurrentPlace, tabPlaces } from './places.ts';
import classes from './shell.module.css';
import { usePluginEntries } from './use-plugin-entries.ts';

/** The phone's way around. What is opened inside a screen of a plugin has the whole height to itself. */
export function TabBar() {
  const { pathname } = useLocation();
  const entries = usePluginEntries();
  if (entries.some(({ to }) => pathname.startsWith(`${to}/`))) return null;
  return (
    <nav className={classes.tabs} aria-label="Places">
      {[...entries.slice(0, 1), ...tabPlaces].map((place) => (
        <Link
          key={place.to}
          to={place.to}
          {...(isCurrentPlace(place, pathname) && { 'aria-current': 'page' as const })}
        >
          <Icon of={place.icon} size={20} />
          {place.label}
        </Link>
      ))}
    </nav>
  );
}
