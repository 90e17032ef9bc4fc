import type { InstalledPlugin } from '@braindrive/contracts';
import {
  IconButton,
  IconDots,
  IconPlayerPause,
  IconPlayerPlay,
  IconTrash,
  Menu,
  type MenuItem,
} from '@braindrive/plugin-sdk/ui';
import { Button } from '@mantine/core';
import { Link, useNavigate } from 'react-router';
import { useUser } from '../../../boot.ts';
import { useBeginOperation, useInstallView, useOperationOf } from '../use-operations.ts';
import { usePagePath } from '../use-page-path.ts';
import { useEnabledSwitch, useUninstallPlugin } from '../use-plugins.ts';
import classes from './detail.module.css';

function UpdateButton({ plugin }: { plugin: InstalledPlugin }) {
  const { update } = useBeginOperation();
  const { follow } = useInstallView();
  const operation = useOperationOf(plugin.slug);
  if (operation !== null) {
    return (
      <Button variant="filled" onClick={() => follow(operation)}>
        {operation.state === 'consent' ? 'Decide on the update' : 'Updating'}
      </Button>
    );
  }
  if (plugin.update === null) return null;
  return (
    <Button
      variant="filled"
      loading={update.isPending}
      onClick={() => update.mutate({ slug: plugin.slug, version: plugin.update?.version ?? null })}
    >
      Update to {plugin.update.version}
    </Button>
  );
}

function useMenuGroups(plugin: InstalledPlugin): MenuItem[][] {
  const { slug, name } = plugin;
  const navigate = useNavigate();
  const enabled = useEnabledSwitch(plugin);
  const uninstall = useUninstallPlugin();
  const isOff = plugin.state === 'disabled';
  return [
    [
      {
        label: isOff ? 'Turn on' : 'Turn off',
        icon: isOff ? IconPlayerPlay : IconPlayerPause,
        onSelect: () => enabled.set(isOff),
      },
    ],
    [
      {
        label: 'Uninstall',
        icon: IconTrash,
        isDanger: true,
        onSelect: () => uninstall.run({ slug, name }, () => void navigate('/plugins/installed')),
      },
    ],
  ];
}

/** What can be done with one plugin: one loud button at most. */
export function DetailActions({ plugin }: { plugin: InstalledPlugin }) {
  const canInstall = useUser().permissions.includes('plugin.install');
  const enabled = useEnabledSwitch(plugin);
  const groups = useMenuGroups(plugin);
  const pagePath = usePagePath(plugin.slug);
  const isOff = plugin.state === 'disabled';
  const hasUpdate = plugin.update !== null;
  return (
    <div className={classes.actions}>
      {pagePath !== null && (
        <Button component={Link} to={pagePath} variant={hasUpdate ? 'default' : 'filled'}>
          Open
        </Button>
      )}
      {isOff && canInstall && (
        <Button
          variant={hasUpdate ? 'default' : 'filled'}
          loading={enabled.isBusy}
          onClick={() => enabled.set(true)}
        >
          Turn on
        </Button>
      )}
      {canInstall && <UpdateButton plugin={plugin} />}
      {canInstall && !plugin.isRequired && (
        <Menu
          label={plugin.name}
          groups={groups}
          trigger={(props) => (
            <IconButton icon={IconDots} label={`More for ${plugin.name}`} tip="end" {...props} />
          )}
        />
      )}
    </div>
  );
}
