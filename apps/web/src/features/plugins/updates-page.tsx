import type { InstalledPlugin } from '@braindrive/contracts';
import {
  AppLink,
  CardList,
  EmptyState,
  Icon,
  IconRefresh,
  SheetPage,
  Tag,
} from '@braindrive/plugin-sdk/ui';
import { Button } from '@mantine/core';
import { Link } from 'react-router';
import { useUser } from '../../boot.ts';
import { PluginTile } from './plugin-tile.tsx';
import classes from './plugins.module.css';
import { updateText } from './update-summary.ts';
import { useBeginOperation, useInstallView, useOperationOf } from './use-operations.ts';
import { useCheckUpdates, useInstalledPlugins } from './use-plugins.ts';

function UpdateAction({ plugin, isLoud }: { plugin: InstalledPlugin; isLoud: boolean }) {
  const { update } = useBeginOperation();
  const { follow } = useInstallView();
  const operation = useOperationOf(plugin.slug);
  if (operation !== null) {
    return (
      <Button variant="light" onClick={() => follow(operation)}>
        {operation.state === 'consent' ? 'Decide' : 'Updating'}
      </Button>
    );
  }
  const word = plugin.update?.isFailed
    ? 'Try again'
    : plugin.update?.needsConsent
      ? 'Review'
      : 'Update';
  return (
    <Button
      variant={isLoud ? 'filled' : 'default'}
      loading={update.isPending}
      aria-label={`${word}: ${plugin.name}`}
      onClick={() => update.mutate({ slug: plugin.slug, version: plugin.update?.version ?? null })}
    >
      {word}
    </Button>
  );
}

function UpdateRow({ plugin, isLoud }: { plugin: InstalledPlugin; isLoud: boolean }) {
  const canInstall = useUser().permissions.includes('plugin.install');
  const { update } = plugin;
  return (
    <li className={classes.row}>
      <PluginTile icon={plugin.icon} category={plugin.category} />
      <div className={classes.rowText}>
        <h2>
          <AppLink
            className={classes.stretched}
            to={`/plugins/installed/${plugin.slug}?tab=versions`}
          >
            {plugin.name}
          </AppLink>
          <span className={classes.version}>
            {plugin.version} → {update?.version}
          </span>
          {update?.needsConsent && <Tag tone="warn">New permission</Tag>}
        </h2>
        <p data-tone={update?.isFailed ? 'danger' : undefined}>{updateText(plugin)}</p>
      </div>
      {canInstall && (
        <div className={classes.rowActions}>
          <UpdateAction plugin={plugin} isLoud={isLoud} />
        </div>
      )}
    </li>
  );
}

/** Newer versions that are known, each with what it changes. */
export function UpdatesPage() {
  const plugins = useInstalledPlugins();
  const check = useCheckUpdates();
  const updates = plugins.filter(({ update }) => update !== null);
  const own = plugins.filter(({ isBundled }) => !isBundled).length;
  return (
    <SheetPage
      title="Updates"
      actions={
        <Button
          leftSection={<Icon of={IconRefresh} size={16} />}
          loading={check.isPending}
          onClick={() => check.mutate()}
        >
          Check now
        </Button>
      }
    >
      {updates.length === 0 ? (
        <EmptyState
          text={
            own === 0
              ? 'Nothing to update. What comes with BrainDrive is updated with it.'
              : `Nothing to update: ${own === 1 ? 'your plugin is' : `your ${own} plugins are`} the newest that their sources know.`
          }
          action={
            <Button component={Link} to="/plugins">
              Browse plugins
            </Button>
          }
        />
      ) : (
        <CardList className={classes.rowList}>
          {updates.map((plugin) => (
            <UpdateRow key={plugin.slug} plugin={plugin} isLoud={updates.length === 1} />
          ))}
        </CardList>
      )}
    </SheetPage>
  );
}
