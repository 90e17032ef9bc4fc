import type { PluginDetail } from '@braindrive/contracts';
import { ConfirmDialog, EmptyState, formatAgo, formatDate } from '@braindrive/plugin-sdk/ui';
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useUser } from '../../../boot.ts';
import { PermissionRow } from '../install/permission-list.tsx';
import { usePluginChanges } from '../use-plugins.ts';
import classes from './detail.module.css';

type Grant = PluginDetail['grants'][number];

function usageText({ useCount, lastUsedAt, grantedAt }: Grant): string {
  const granted = `Allowed on ${formatDate(grantedAt)}`;
  if (useCount === 0) return `${granted}, never used`;
  const times = useCount === 1 ? 'once' : `${useCount.toLocaleString('en')} times`;
  return `${granted}, used ${times}${lastUsedAt === null ? '' : `, last ${formatAgo(lastUsedAt)}`}`;
}

function RevokeDialog({
  detail,
  grant,
  onClose,
}: {
  detail: PluginDetail;
  grant: Grant;
  onClose: () => void;
}) {
  const { revoke } = usePluginChanges(detail.slug);
  return (
    <ConfirmDialog
      title={`Take it back from ${detail.name}`}
      actionLabel="Take back"
      isBusy={revoke.isPending}
      error={revoke.error}
      onClose={onClose}
      onConfirm={() =>
        revoke.mutate({ slug: detail.slug, permission: grant.permission }, { onSuccess: onClose })
      }
    >
      <p>
        “{grant.title}” fails from now on, and what needs it in {detail.name} with it.
      </p>
      <p>It asks again with its next update, or when it is installed anew.</p>
    </ConfirmDialog>
  );
}

/** What it may do, how often it did, and the way to take each back. */
export function PermissionTab({ detail }: { detail: PluginDetail }) {
  const canInstall = useUser().permissions.includes('plugin.install');
  const [asked, setAsked] = useState<Grant | null>(null);
  if (detail.grants.length === 0) {
    return <EmptyState text={`${detail.name} may do nothing beyond its own screens.`} />;
  }
  return (
    <section className={classes.part}>
      <h3>{detail.name} may</h3>
      <ul className={classes.grants}>
        {detail.grants.map((grant) => (
          <PermissionRow
            key={grant.permission}
            permission={grant}
            below={<p className={classes.meta}>{usageText(grant)}</p>}
            aside={
              canInstall &&
              !detail.isRequired && (
                <Button
                  size="xs"
                  aria-label={`Take back: ${grant.title}`}
                  onClick={() => setAsked(grant)}
                >
                  Take back
                </Button>
              )
            }
          />
        ))}
      </ul>
      {asked !== null && (
        <RevokeDialog detail={detail} grant={asked} onClose={() => setAsked(null)} />
      )}
    </section>
  );
}
