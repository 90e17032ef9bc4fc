import type { PluginRegistry } from '@braindrive/contracts';
import { formatAgo, Icon, IconAlertTriangle } from '@braindrive/plugin-sdk/ui';
import { Button } from '@mantine/core';
import classes from './plugins.module.css';
import { useRefreshRegistries, useRegistries } from './use-plugins.ts';

const known = ({ fetchedAt }: PluginRegistry) =>
  fetchedAt === null
    ? 'Its plugins are missing here.'
    : `Its plugins are shown as they were ${formatAgo(fetchedAt)}.`;

/** Which sources did not answer, so that nobody takes an old list for the whole. Nothing while all do. */
export function SourceNotice() {
  const registries = useRegistries();
  const refresh = useRefreshRegistries();
  const failed = registries.data?.filter(({ state }) => state !== 'ready') ?? [];
  if (failed.length === 0) return null;
  return (
    <div className={classes.notice} data-tone="warn">
      <Icon of={IconAlertTriangle} size={20} />
      <div>
        {failed.map((registry) => (
          <p key={registry.id}>
            {registry.error ?? `${registry.name} does not answer.`} {known(registry)}
          </p>
        ))}
      </div>
      <Button loading={refresh.isPending} onClick={() => refresh.mutate()}>
        Try again
      </Button>
    </div>
  );
}
