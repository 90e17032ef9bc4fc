import type { PluginDetail } from '@braindrive/contracts';
import { ConfirmDialog, formatDate } from '@braindrive/plugin-sdk/ui';
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useRollbackPlugin } from '../use-plugins.ts';
import classes from './detail.module.css';

/** The way back to the version before, while it is kept. */
export function RollbackSection({ detail }: { detail: PluginDetail }) {
  const rollback = useRollbackPlugin(detail.name);
  const [isAsking, setAsking] = useState(false);
  if (detail.rollback === null) return null;
  const { version, until } = detail.rollback;
  return (
    <section className={classes.back}>
      <div>
        <b>Go back to {version}</b>
        <p>
          With its data as it was before the update. What it stored since is lost. Possible until{' '}
          {formatDate(until)}.
        </p>
      </div>
      <Button onClick={() => setAsking(true)}>Go back</Button>
      {isAsking && (
        <ConfirmDialog
          title={`Go back to ${detail.name} ${version}`}
          actionLabel="Go back"
          isBusy={rollback.isPending}
          error={rollback.error}
          onClose={() => setAsking(false)}
          onConfirm={() =>
            rollback.mutate({ slug: detail.slug }, { onSuccess: () => setAsking(false) })
          }
        >
          <p>
            Its data and settings become what they were before {detail.version}. What it stored
            since then is lost.
          </p>
        </ConfirmDialog>
      )}
    </section>
  );
}
