import { iconByName } from '@braindrive/plugin-sdk/ui';
import { useMemo } from 'react';
import { useBoot } from '../../boot.ts';
import { pluginPlaces } from '../../plugins/plugin-places.ts';
import type { PlaceEntry } from './places.ts';

/** Where the app's own places stand among the screens of plugins. */
const modelsOrder = 300;

/** A screen of a plugin in the navigation. */
export interface PluginEntry extends PlaceEntry {
  /** Stands before the places of the app. */
  readonly isEarly: boolean;
}

/** The screens of plugins as entries of the navigation, in their order. */
export function usePluginEntries(): readonly PluginEntry[] {
  const { plugins } = useBoot();
  return useMemo(
    () =>
      pluginPlaces(plugins).map(
        ({ plugin, page, base }): PluginEntry => ({
          to: base,
          label: page.title,
          icon: iconByName(page.icon ?? plugin.icon),
          prefixes: [base],
          isEarly: page.order < modelsOrder,
        }),
      ),
    [plugins],
  );
}
