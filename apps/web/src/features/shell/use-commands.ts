import { useSource } from '@braindrive/plugin-sdk/web';
import { useNavigate } from 'react-router';
import { useBoot, useUser } from '../../boot.ts';
import { pluginSettingsPlaces } from '../../plugins/plugin-places.ts';
import { usePluginServices } from '../../plugins/services/services-context.ts';
import type { Command } from './command-list.ts';
import { useColorScheme } from './use-color-scheme.ts';
import { usePluginEntries } from './use-plugin-entries.ts';
import { useSignOut } from './use-sign-out.ts';

/** A command with what it does. */
export interface RunnableCommand extends Command {
  readonly run: () => void;
}

const places = [
  { path: '/models', label: 'Models', keywords: 'download catalogue local' },
  { path: '/connections', label: 'Connections', keywords: 'provider server key ollama openai' },
  { path: '/plugins', label: 'Plugins', keywords: 'extension install browse' },
  { path: '/plugins/installed', label: 'Installed plugins', keywords: 'extension uninstall' },
  { path: '/plugins/updates', label: 'Plugin updates', keywords: 'version' },
] as const;

/** Everything that can be reached or done from the palette, for this person. */
export function useCommands(onShowShortcuts: () => void): RunnableCommand[] {
  const navigate = useNavigate();
  const { permissions } = useUser();
  const scheme = useColorScheme();
  const signOut = useSignOut();
  const goes = places.map(
    (place): RunnableCommand => ({
      id: place.path,
      label: place.label,
      group: 'Go to',
      keywords: place.keywords,
      run: () => void navigate(place.path),
    }),
  );
  const settingsGoes = pluginSettingsPlaces(useBoot().plugins, permissions).map(
    ({ page, path }): RunnableCommand => ({
      id: path,
      label: page.title,
      group: 'Go to',
      keywords: 'settings',
      run: () => void navigate(path),
    }),
  );
  const pluginGoes = usePluginEntries().map(
    ({ to, label }): RunnableCommand => ({
      id: to,
      label,
      group: 'Go to',
      run: () => void navigate(to),
    }),
  );
  const { commands } = usePluginServices();
  const pluginCommands = useSource(commands.commands).map(
    (command): RunnableCommand => ({ ...command, group: 'Do' }),
  );
  return [
    ...pluginGoes,
    ...goes,
    ...settingsGoes,
    ...pluginCommands,
    {
      id: 'toggle-scheme',
      label: scheme.isDark ? 'Use light colours' : 'Use dark colours',
      group: 'Do',
      keywords: 'theme appearance',
      run: scheme.toggle,
    },
    {
      id: 'shortcuts',
      label: 'Show keyboard shortcuts',
      group: 'Do',
      shortcut: '?',
      run: onShowShortcuts,
    },
    { id: 'sign-out', label: 'Sign out', group: 'Do', keywords: 'log out leave', run: signOut },
  ];
}
