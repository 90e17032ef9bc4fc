import type { InstalledPlugin, PermissionText } from '@braindrive/contracts';
import type { Status, TablerIcon } from '@braindrive/plugin-sdk/ui';
import {
  IconBell,
  IconBolt,
  IconBrain,
  IconBroadcast,
  IconClock,
  IconCpu,
  IconDatabase,
  IconFileText,
  IconKey,
  IconLayoutDashboard,
  IconMessage,
  IconPalette,
  IconPuzzle,
  IconTerminal2,
  IconWorld,
} from '@tabler/icons-react';

export type PluginCategory = InstalledPlugin['category'];
export type PermissionName = PermissionText['permission'];
export type TileTone = 'accent' | 'warn' | 'info' | 'ok' | 'plum' | 'plain';

/** How each category is called and drawn. */
export const categories: Readonly<
  Record<PluginCategory, { label: string; icon: TablerIcon; tone: TileTone }>
> = {
  chat: { label: 'Chat', icon: IconMessage, tone: 'plum' },
  models: { label: 'Model providers', icon: IconCpu, tone: 'accent' },
  blocks: { label: 'Page blocks', icon: IconLayoutDashboard, tone: 'ok' },
  documents: { label: 'Documents', icon: IconFileText, tone: 'info' },
  automation: { label: 'Automation', icon: IconClock, tone: 'warn' },
  appearance: { label: 'Appearance', icon: IconPalette, tone: 'accent' },
  other: { label: 'Other', icon: IconPuzzle, tone: 'plain' },
};
export const categoryNames = Object.keys(categories) as PluginCategory[];
export const isCategory = (name: string | undefined): name is PluginCategory =>
  name !== undefined && name in categories;

/** One glyph and one word for each permission, for places where its sentence does not fit. */
export const permissions: Readonly<Record<PermissionName, { word: string; icon: TablerIcon }>> = {
  storage: { word: 'storage', icon: IconDatabase },
  http: { word: 'internet', icon: IconWorld },
  ai: { word: 'models', icon: IconBrain },
  conversations: { word: 'conversations', icon: IconMessage },
  secrets: { word: 'secrets', icon: IconKey },
  events: { word: 'events', icon: IconBroadcast },
  schedule: { word: 'schedule', icon: IconClock },
  notify: { word: 'notices', icon: IconBell },
  native: { word: 'native code', icon: IconTerminal2 },
};
export const permissionNames = Object.keys(permissions) as PermissionName[];
export const permissionIcon = (name: PermissionName): TablerIcon =>
  permissions[name]?.icon ?? IconBolt;

/** A state as the dot and the word that say it. */
export interface StateLook {
  readonly status: Status;
  readonly word: string;
}

const runLooks: Readonly<Record<InstalledPlugin['runState'], StateLook>> = {
  none: { status: 'ready', word: 'Ready' },
  idle: { status: 'ready', word: 'Ready' },
  starting: { status: 'busy', word: 'Starting' },
  running: { status: 'ready', word: 'Running' },
  degraded: { status: 'old', word: 'Fails at times' },
  crashed: { status: 'failed', word: 'Crashed, restarting' },
  quarantined: { status: 'failed', word: 'Off after crashes' },
};

/** What an installed plugin does right now. */
export function stateLook(
  plugin: Pick<InstalledPlugin, 'state' | 'runState' | 'problem'>,
): StateLook {
  if (plugin.state === 'upgrading') return { status: 'busy', word: 'Updating' };
  if (plugin.state === 'disabled') return { status: 'off', word: 'Off' };
  if (plugin.state === 'uninstalled') return { status: 'off', word: 'Uninstalled' };
  const look = runLooks[plugin.runState];
  return plugin.problem !== null && look.status === 'ready'
    ? { status: 'failed', word: 'Does not work' }
    : look;
}
