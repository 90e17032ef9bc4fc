import { Icon, IconHomeCheck, IconWorld } from '@braindrive/plugin-sdk/ui';
import classes from './composer.module.css';

/** Says where a message goes. */
export function PlaceLine({ destination }: { readonly destination: string | null }) {
  return (
    <p className={classes.place} data-is-away={destination !== null || undefined}>
      <Icon of={destination === null ? IconHomeCheck : IconWorld} size={14} />
      {destination === null ? 'Stays on this machine' : `Goes to ${destination}`}
    </p>
  );
}
