import { iconByName } from '@braindrive/plugin-sdk/ui';
import { useMemo } from 'react';
import { useBoot } from '../../boot.ts';
import { pluginPlaces } from '../../plugins/plugin-places.ts';
import { chatPlace, type PlaceEntry } from './places.ts';

/** The screens of plugins as entries of the navigation. */
export function usePluginEntries(): readonly PlaceEntry[] {
  const { plugins } = useBoot();
  return useMemo(
    () =>
      pluginPlaces(plugins)
        .map(
          ({ plugin, page, base }): PlaceEntry => ({
            to: base,
            label: page.title,
            icon: iconByName(page.icon ?? plugin.icon),
            prefixes: [base],
          }),
        )
        // The app has a screen of its own at this address.
        .filter(({ to }) => to !== chatPlace.to),
    [plugins],
  );
}
