import type { InstalledPlugin } from '@braindrive/contracts';
import {
  CardList,
  ConfirmDialog,
  formatDate,
  IconButton,
  IconTrash,
} from '@braindrive/plugin-sdk/ui';
import { Button } from '@mantine/core';
import { useState } from 'react';
import { PluginTile } from './plugin-tile.tsx';
import classes from './plugins.module.css';
import { useKeptPlugins, usePurgePlugin, useRestorePlugin } from './use-plugins.ts';

function PurgeDialog({ plugin, onClose }: { plugin: InstalledPlugin; onClose: () => void }) {
  const purge = usePurgePlugin();
  return (
    <ConfirmDialog
      title={`Delete the data of ${plugin.name}`}
      actionLabel="Delete data"
      typedName={plugin.name}
      isBusy={purge.isPending}
      error={purge.error}
      onClose={onClose}
      onConfirm={() => purge.mutate({ slug: plugin.slug }, { onSuccess: onClose })}
    >
      <p>
        Everything it stored for you, its settings and its keys are deleted from this machine. This
        cannot be undone.
      </p>
    </ConfirmDialog>
  );
}

function KeptRow({ plugin }: { plugin: InstalledPlugin }) {
  const restore = useRestorePlugin();
  const [isPurging, setPurging] = useState(false);
  return (
    <li className={classes.row}>
      <PluginTile icon={plugin.icon} category={plugin.category} />
      <div className={classes.rowText}>
        <h3>
          {plugin.name}
          <span className={classes.version}>{plugin.version}</span>
        </h3>
        <p>
          {plugin.keptUntil === null
            ? 'Its data is kept.'
            : `Its data is kept until ${formatDate(plugin.keptUntil)}.`}
        </p>
      </div>
      <div className={classes.rowActions}>
        <Button
          loading={restore.isPending}
          aria-label={`Bring back ${plugin.name}`}
          onClick={() => restore.mutate({ slug: plugin.slug })}
        >
          Bring back
        </Button>
        <IconButton
          icon={IconTrash}
          label={`Delete the data of ${plugin.name}`}
          tip="end"
          onClick={() => setPurging(true)}
        />
      </div>
      {isPurging && <PurgeDialog plugin={plugin} onClose={() => setPurging(false)} />}
    </li>
  );
}

/** Uninstalled plugins that can still be brought back. Nothing when there are none. */
export function KeptSection() {
  const { data: kept = [] } = useKeptPlugins();
  if (kept.length === 0) return null;
  return (
    <div className={classes.groupBox}>
      <h2 className={classes.group}>Uninstalled, data kept for 30 days</h2>
      <CardList className={classes.rowList}>
        {kept.map((plugin) => (
          <KeptRow key={plugin.slug} plugin={plugin} />
        ))}
      </CardList>
    </div>
  );
}
