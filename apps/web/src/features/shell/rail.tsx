import { IconButton, IconButtonLink, IconCommand, Mark } from '@braindrive/plugin-sdk/ui';
import { useLocation } from 'react-router';
import { AccountMenu } from './account-menu.tsx';
import {
  isCurrentPlace,
  modelsPlace,
  type PlaceEntry,
  pluginsPlace,
  settingsPlace,
} from './places.ts';
import classes from './shell.module.css';
import { usePluginEntries } from './use-plugin-entries.ts';

function RailLink({ place }: { place: PlaceEntry }) {
  const { pathname } = useLocation();
  const isCurrent = isCurrentPlace(place, pathname);
  return (
    <IconButtonLink
      to={place.to}
      icon={place.icon}
      iconSize={20}
      label={place.label}
      tip="right"
      isCurrent={isCurrent}
    />
  );
}

/** The narrow column at the left edge: places above, shortcuts, settings and account below. */
export function Rail({ onShowShortcuts }: { onShowShortcuts: () => void }) {
  const entries = usePluginEntries();
  return (
    <nav className={classes.rail} aria-label="Main">
      <span className={classes.mark}>
        <Mark />
      </span>
      {entries
        .filter(({ isEarly }) => isEarly)
        .map((place) => (
          <RailLink key={place.to} place={place} />
        ))}
      <RailLink place={modelsPlace} />
      <RailLink place={pluginsPlace} />
      {entries
        .filter(({ isEarly }) => !isEarly)
        .map((place) => (
          <RailLink key={place.to} place={place} />
        ))}
      <span className={classes.gap} />
      <IconButton
        icon={IconCommand}
        iconSize={20}
        label="Keyboard shortcuts"
        shortcut="?"
        tip="right"
        onClick={onShowShortcuts}
      />
      <RailLink place={settingsPlace} />
      <AccountMenu />
    </nav>
  );
}
