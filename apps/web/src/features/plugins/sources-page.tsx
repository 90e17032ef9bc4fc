import type { PluginRegistry } from '@braindrive/contracts';
import {
  CardList,
  Dialog,
  EmptyState,
  ErrorCard,
  errorReportOf,
  formatAgo,
  Icon,
  IconButton,
  IconPlus,
  IconRefresh,
  IconTrash,
  SheetPage,
  SkeletonRows,
  StatusDot,
  showError,
  showUndo,
  TextField,
} from '@braindrive/plugin-sdk/ui';
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useUser } from '../../boot.ts';
import { trpc } from '../../trpc.ts';
import classes from './plugins.module.css';
import { useRefreshRegistries, useRegistries } from './use-plugins.ts';

function useRegistryChanges() {
  const utils = trpc.useUtils();
  const onSuccess = async () => {
    await Promise.all([utils.plugin.registries.invalidate(), utils.plugin.available.invalidate()]);
  };
  return {
    add: trpc.plugin.addRegistry.useMutation({ onSuccess }),
    remove: trpc.plugin.removeRegistry.useMutation({ onSuccess, onError: showError }),
  };
}

function stateText({ state, url, fetchedAt }: PluginRegistry): string {
  if (state === 'ready') return 'Ready';
  if (url === null) return 'Not complete';
  if (fetchedAt === null) return 'Never answered';
  return `Last answered ${formatAgo(fetchedAt)}`;
}

function AddSourceDialog({ onClose }: { onClose: () => void }) {
  const { add } = useRegistryChanges();
  const [url, setUrl] = useState('');
  return (
    <Dialog title="Add a source" onClose={onClose}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (url.trim() !== '') add.mutate({ url: url.trim() }, { onSuccess: onClose });
        }}
      >
        <TextField
          label="Address of its index"
          placeholder="https://plugins.example.com/index.json"
          help="A list of plugins, signed by whoever keeps it. Everybody on this instance sees what it offers."
          value={url}
          error={add.isError ? errorReportOf(add.error).message : undefined}
          autoComplete="off"
          spellCheck={false}
          inputMode="url"
          onChange={(event) => {
            setUrl(event.currentTarget.value);
            add.reset();
          }}
        />
        <div className="dialog-actions">
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            variant="filled"
            loading={add.isPending}
            disabled={url.trim() === ''}
          >
            Add
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function SourceRow({ registry, canManage }: { registry: PluginRegistry; canManage: boolean }) {
  const { add, remove } = useRegistryChanges();
  const { id, name, url, state, error, pluginCount } = registry;
  const takeAway = () =>
    remove.mutate(
      { registryId: id },
      {
        onSuccess: () =>
          url !== null &&
          showUndo({ message: `${name} removed.`, onUndo: () => add.mutate({ url }) }),
      },
    );
  return (
    <li className={classes.row} id={id}>
      <div className={classes.rowText}>
        <h2>{name}</h2>
        <p>
          {url ?? 'Comes with BrainDrive'} ·{' '}
          {pluginCount === 1 ? '1 plugin' : `${pluginCount} plugins`}
        </p>
        {error !== null && <p data-tone="danger">{error}</p>}
      </div>
      <div className={classes.rowState} data-wide="">
        <StatusDot status={state}>{stateText(registry)}</StatusDot>
      </div>
      {canManage && url !== null && (
        <div className={classes.rowActions}>
          <IconButton
            icon={IconTrash}
            label={`Remove ${name}`}
            tip="end"
            disabled={remove.isPending}
            onClick={takeAway}
          />
        </div>
      )}
    </li>
  );
}

/** Where the plugins on offer come from. */
export function SourcesPage() {
  const registries = useRegistries();
  const refresh = useRefreshRegistries();
  const canManage = useUser().permissions.includes('plugin.manage');
  const [isAdding, setAdding] = useState(false);
  return (
    <SheetPage
      title="Sources"
      actions={
        <>
          <Button
            leftSection={<Icon of={IconRefresh} size={16} />}
            loading={refresh.isPending}
            onClick={() => refresh.mutate()}
          >
            Ask again
          </Button>
          {canManage && (
            <Button
              variant="filled"
              leftSection={<Icon of={IconPlus} size={16} />}
              onClick={() => setAdding(true)}
            >
              Add source
            </Button>
          )}
        </>
      }
    >
      <p className={classes.lead}>
        A source is a list of plugins that somebody keeps and signs. Being listed says where a
        plugin is, not that it is good: what it may do is asked at each install.
      </p>
      {registries.isPending && <SkeletonRows count={2} height={68} />}
      {registries.isError && (
        <ErrorCard
          title="The sources were not read"
          error={registries.error}
          onAction={() => void registries.refetch()}
        />
      )}
      {registries.data?.length === 0 && <EmptyState text="No sources. Add one by its address." />}
      {registries.data !== undefined && registries.data.length > 0 && (
        <CardList className={classes.rowList}>
          {registries.data.map((registry) => (
            <SourceRow key={registry.id} registry={registry} canManage={canManage} />
          ))}
        </CardList>
      )}
      {isAdding && <AddSourceDialog onClose={() => setAdding(false)} />}
    </SheetPage>
  );
}
