import { Icon } from '@braindrive/plugin-sdk/ui';
import { Link, useLocation } from 'react-router';
import { isCurrentPlace, tabPlaces } from './places.ts';
import classes from './shell.module.css';
import { usePluginEntries } from './use-plugin-entries.ts';

/** The phone's way around; a conversation has the whole height to itself. */
export function TabBar() {
  const { pathname } = useLocation();
  const pluginEntries = usePluginEntries();
  if (/^\/chat\/./.test(pathname)) return null;
  return (
    <nav className={classes.tabs} aria-label="Places">
      {[...tabPlaces.slice(0, -1), ...pluginEntries, ...tabPlaces.slice(-1)].map((place) => (
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
