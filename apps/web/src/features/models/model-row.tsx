import {
  ConfirmDialog,
  formatBytes,
  formatMemory,
  IconButton,
  IconDots,
  IconPlayerPause,
  IconTrash,
  IconX,
  Menu,
  Meter,
  StatusDot,
  Tag,
} from '@braindrive/plugin-sdk/ui';
import { Button } from '@mantine/core';
import { useState } from 'react';
import type { CatalogueModel, LibraryRow, ModelPull } from './library-rows.ts';
import classes from './models.module.css';
import { pullShare, pullText } from './pull-text.ts';
import { usePullActions, useRemoveModel, useSetDefaultModel } from './use-library.ts';

const fits = {
  fits: { status: 'ready', word: 'Fits this machine' },
  tight: { status: 'old', word: 'Tight here' },
  'too-large': { status: 'off', word: 'Too large here' },
} as const;

const contextText = (tokens: number) => `${Math.round(tokens / 1024)}k context`;

/** What is worth knowing once: where it ends and under which terms. */
function smallPrint({ offer, installed }: LibraryRow): string {
  const contextTokens = offer?.contextTokens ?? installed?.contextTokens ?? null;
  return [contextTokens === null ? '' : contextText(contextTokens), offer?.licence ?? '']
    .filter((fact) => fact !== '')
    .join(' · ');
}

/** The figures, in columns, so that rows can be compared. */
function Figures({ row }: { row: LibraryRow }) {
  const { offer, installed } = row;
  const sizeBytes = offer?.sizeBytes ?? installed?.sizeBytes ?? null;
  return (
    <div className={classes.figures}>
      <span>{sizeBytes !== null && formatBytes(sizeBytes)}</span>
      <span>{offer && `${formatMemory(offer.memoryBytes)} of memory`}</span>
      <span>
        {offer && <StatusDot status={fits[offer.fit].status}>{fits[offer.fit].word}</StatusDot>}
      </span>
    </div>
  );
}

function PullControls({ pull, connectionId }: { pull: ModelPull; connectionId: string }) {
  const actions = usePullActions(connectionId);
  const isStopped = pull.state === 'paused' || pull.state === 'failed';
  return (
    <>
      {isStopped && (
        <Button disabled={actions.isBusy} onClick={() => actions.start(pull.id)}>
          {pull.state === 'failed' ? 'Try again' : 'Resume'}
        </Button>
      )}
      {(pull.state === 'running' || pull.state === 'queued') && (
        <IconButton
          icon={IconPlayerPause}
          label={`Pause ${pull.name}`}
          tip="end"
          disabled={actions.isBusy}
          onClick={() => actions.pause(pull.id)}
        />
      )}
      {pull.state !== 'verifying' && (
        <IconButton
          icon={IconX}
          label={`Cancel ${pull.name}`}
          tip="end"
          disabled={actions.isBusy}
          onClick={() => actions.cancel(pull.id)}
        />
      )}
    </>
  );
}

function InstalledControls({
  row,
  connectionId,
  canManage,
  isDefault,
  onDelete,
}: {
  row: LibraryRow;
  connectionId: string;
  canManage: boolean;
  isDefault: boolean;
  onDelete: () => void;
}) {
  const setDefault = useSetDefaultModel();
  const { installed } = row;
  if (installed === null) return null;
  return (
    <>
      {!isDefault && (
        <Button onClick={() => setDefault({ connectionId, modelId: installed.id }, row.name)}>
          Use
        </Button>
      )}
      {canManage && (
        <Menu
          label={row.name}
          groups={[
            [{ label: 'Delete from disk', icon: IconTrash, isDanger: true, onSelect: onDelete }],
          ]}
          trigger={(props) => (
            <IconButton
              icon={IconDots}
              label={`More for ${row.name}`}
              tip="end"
              className={classes.more}
              {...props}
            />
          )}
        />
      )}
    </>
  );
}

function DownloadButton({
  offer,
  connectionId,
  isSuggested,
  freeDiskBytes,
}: {
  offer: CatalogueModel;
  connectionId: string;
  isSuggested: boolean;
  freeDiskBytes: number | null;
}) {
  const actions = usePullActions(connectionId);
  if (freeDiskBytes !== null && offer.sizeBytes > freeDiskBytes) {
    return <span className={classes.refused}>No room on the disk</span>;
  }
  return (
    <Button
      variant={isSuggested ? 'filled' : 'default'}
      loading={actions.isBusy}
      aria-label={`Download ${offer.name}`}
      onClick={() => actions.start(offer.id)}
    >
      Download
    </Button>
  );
}

function DeleteDialog({
  row,
  connectionId,
  onClose,
}: {
  row: LibraryRow;
  connectionId: string;
  onClose: () => void;
}) {
  const remove = useRemoveModel(connectionId);
  const { installed } = row;
  if (installed === null) return null;
  return (
    <ConfirmDialog
      title={`Delete ${row.name}`}
      actionLabel="Delete"
      typedName={row.name}
      isBusy={remove.isPending}
      error={remove.error}
      onClose={onClose}
      onConfirm={() =>
        remove.mutate({ connectionId, modelId: installed.id }, { onSuccess: onClose })
      }
    >
      <p>
        The file goes from the disk
        {installed.sizeBytes !== null && ` and ${formatBytes(installed.sizeBytes)} become free`}.
        Conversations with this model stay, and continue with another one.
      </p>
    </ConfirmDialog>
  );
}

/** One model: what it is, what it needs, and what can be done with it. A download turns it into a bar. */
export function ModelRow({
  row,
  connectionId,
  canManage,
  isSuggested,
  isDefault,
  freeDiskBytes,
}: {
  row: LibraryRow;
  connectionId: string;
  canManage: boolean;
  isSuggested: boolean;
  isDefault: boolean;
  freeDiskBytes: number | null;
}) {
  const [isDeleting, setDeleting] = useState(false);
  const { offer, installed, pull } = row;
  const purpose = offer?.purpose ?? installed?.note ?? null;
  return (
    <li className={classes.row} data-muted={offer?.fit === 'too-large' || undefined}>
      <div className={classes.what}>
        <h3>
          {row.name}
          {isDefault && <Tag tone="accent">In use</Tag>}
          {offer?.isRecommended && installed === null && pull === null && (
            <Tag tone="accent">Recommended</Tag>
          )}
        </h3>
        {pull === null ? (
          <>
            {purpose !== null && <p>{purpose}</p>}
            <p className={classes.smallPrint}>{smallPrint(row)}</p>
          </>
        ) : (
          <div className={classes.pull} data-failed={pull.state === 'failed' || undefined}>
            {(pull.state !== 'failed' || pull.receivedBytes > 0) && (
              <Meter label={`${row.name}, download`} value={pullShare(pull)} />
            )}
            <p className="num">{pullText(pull)}</p>
          </div>
        )}
      </div>
      {pull === null && <Figures row={row} />}
      <div className={classes.actions}>
        {pull !== null && canManage && <PullControls pull={pull} connectionId={connectionId} />}
        {pull === null && (
          <InstalledControls
            row={row}
            connectionId={connectionId}
            canManage={canManage}
            isDefault={isDefault}
            onDelete={() => setDeleting(true)}
          />
        )}
        {pull === null && installed === null && offer !== null && canManage && (
          <DownloadButton
            offer={offer}
            connectionId={connectionId}
            isSuggested={isSuggested}
            freeDiskBytes={freeDiskBytes}
          />
        )}
      </div>
      {isDeleting && (
        <DeleteDialog row={row} connectionId={connectionId} onClose={() => setDeleting(false)} />
      )}
    </li>
  );
}
