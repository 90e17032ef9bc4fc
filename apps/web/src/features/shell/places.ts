import {
  IconCpu,
  IconPlugConnected,
  IconPuzzle,
  IconSettings,
  type TablerIcon,
} from '@braindrive/plugin-sdk/ui';

/** A place of the rail and of the tab bar. */
export interface PlaceEntry {
  readonly to: string;
  readonly label: string;
  readonly icon: TablerIcon;
  /** Paths that light it up. */
  readonly prefixes: readonly string[];
}

export const modelsPlace: PlaceEntry = {
  to: '/models',
  label: 'Models',
  icon: IconCpu,
  prefixes: ['/models', '/connections'],
};
export const pluginsPlace: PlaceEntry = {
  to: '/plugins',
  label: 'Plugins',
  icon: IconPuzzle,
  prefixes: ['/plugins'],
};
export const settingsPlace: PlaceEntry = {
  to: '/settings',
  label: 'Settings',
  icon: IconSettings,
  prefixes: ['/settings'],
};
const connectionsTab: PlaceEntry = {
  to: '/connections',
  label: 'Connections',
  icon: IconPlugConnected,
  prefixes: ['/connections'],
};

/** What the phone's tab bar holds, beside the first screen of a plugin. */
export const tabPlaces: readonly PlaceEntry[] = [
  { ...modelsPlace, prefixes: ['/models'] },
  connectionsTab,
  pluginsPlace,
  settingsPlace,
];

export const isCurrentPlace = (place: PlaceEntry, path: string): boolean =>
  place.prefixes.some((prefix) => path === prefix || path.startsWith(`${prefix}/`));
