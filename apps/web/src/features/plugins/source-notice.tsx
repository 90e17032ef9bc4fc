import type { PluginRegistry } from '@braindrive/contracts';
import { formatAgo, Icon, IconAlertTriangle } from '@braindrive/plugin-sdk/ui';
import { Button } from '@mantine/core';
import { useUser } from '../../boot.ts';
import classes from './plugins.module.css';
import { useRefreshRegistries, useRegistries } from './use-plugins.ts';

function textOf({ name, url, error, fetchedAt }: PluginRegistry): string {
  const cause = error ?? `${name} does not answer.`;
  // What comes with the host has no address to ask again.
  if (url === null) return cause;
  return fetchedAt === null
    ? `${cause} Its plugins are missing here.`
    : `${cause} Its plugins are shown as they were ${formatAgo(fetchedAt)}.`;
}

/** Which sources did not answer, so that nobody takes an old list for the whole. Nothing while all do. */
export function SourceNotice() {
  const registries = useRegistries();
  const refresh = useRefreshRegistries();
  const canManage = useUser().permissions.includes('plugin.manage');
  const failed =
    registries.data?.filter(
      // Files that are missing on the machine are for those who look after it.
      ({ state, url }) => state !== 'ready' && (url !== null || canManage),
    ) ?? [];
  if (failed.length === 0) return null;
  return (
    <div className={classes.notice} data-tone="warn">
      <Icon of={IconAlertTriangle} size={20} />
      <div>
        {failed.map((registry) => (
          <p key={registry.id}>{textOf(registry)}</p>
        ))}
      </div>
      {failed.some(({ url }) => url !== null) && (
        <Button loading={refresh.isPending} onClick={() => refresh.mutate()}>
          Try again
        </Button>
      )}
    </div>
  );
}
