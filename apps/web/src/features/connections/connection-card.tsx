import {
  Card,
  ConfirmDialog,
  formatDate,
  Icon,
  IconButton,
  IconCloud,
  IconDots,
  IconHomeCheck,
  IconPencil,
  IconPlayerPause,
  IconPlayerPlay,
  IconTrash,
  Menu,
  type MenuItem,
  StatusDot,
  showError,
  showUndo,
  Tag,
  Tile,
} from '@braindrive/plugin-sdk/ui';
import { Button } from '@mantine/core';
import { useState } from 'react';
import { type RouterOutputs, trpc } from '../../trpc.ts';
import classes from './connections.module.css';
import { type Provider, providerIcons } from './provider-icons.ts';
import { useConnectionChanges, useRefreshModels } from './use-connections.ts';

type Connection = RouterOutputs['connection']['list'][number];
type ConnectionModels = RouterOutputs['model']['list'][number];

/** Where the prompts go, in the words of the composer. */
function DestinationLine({ destination }: { destination: string | null }) {
  const isHere = destination === null;
  return (
    <span className={classes.place} data-here={isHere || undefined}>
      <Icon of={isHere ? IconHomeCheck : IconCloud} size={14} />
      {isHere ? 'Stays on this machine' : `Goes to ${destination}`}
    </span>
  );
}

function ModelState({ models }: { models: ConnectionModels }) {
  const refresh = useRefreshModels();
  const count = models.models.length;
  const counted = `${count} ${count === 1 ? 'model' : 'models'}`;
  if (models.state === 'ready' && count === 0) {
    return <StatusDot status="off">No models yet</StatusDot>;
  }
  if (models.state === 'ready') return <StatusDot status="ready">{counted} ready</StatusDot>;
  if (models.state === 'loading') return <StatusDot status="busy">Asking for models</StatusDot>;
  return (
    <div className={classes.failed}>
      <StatusDot status="failed">
        {count === 0 ? 'Does not answer' : `Does not answer; ${counted} known from before`}
      </StatusDot>
      <p>{models.error?.message}</p>
      <Button
        size="xs"
        loading={refresh.isPending}
        onClick={() => refresh.mutate({ connectionId: models.connectionId })}
      >
        Retry
      </Button>
    </div>
  );
}

function TestResult({ connection }: { connection: Connection }) {
  const test = trpc.connection.test.useMutation({ onError: showError });
  const { data } = test;
  return (
    <>
      <span role="status" className={classes.testResult} data-ok={data?.isOk || undefined}>
        {data?.isOk && `Answered in ${Math.round(data.latencyMs)} ms`}
        {data?.isOk === false && data.error.message}
      </span>
      <Button
        loading={test.isPending}
        onClick={() =>
          test.mutate({
            providerId: connection.providerId,
            settings: connection.settings,
            connectionId: connection.id,
          })
        }
      >
        Test
      </Button>
    </>
  );
}

const keyText = (secrets: Connection['secrets']) => {
  const dates = Object.values(secrets).filter((date) => date !== null);
  return dates[0] === undefined ? null : `Key set on ${formatDate(dates[0])}`;
};

function useEnabledSwitch(connection: Connection) {
  const { update } = useConnectionChanges();
  const set = (isEnabled: boolean) =>
    update.mutate(
      { connectionId: connection.id, isEnabled },
      {
        onSuccess: () =>
          !isEnabled &&
          showUndo({ message: `${connection.name} is off.`, onUndo: () => set(true) }),
        onError: showError,
      },
    );
  return set;
}

function menuItems(
  connection: Connection,
  acts: { edit: () => void; setEnabled: (isEnabled: boolean) => void; remove: () => void },
): MenuItem[][] {
  const { isEnabled, isBuiltIn } = connection;
  return [
    [
      { label: 'Edit', icon: IconPencil, onSelect: acts.edit },
      isEnabled
        ? { label: 'Turn off', icon: IconPlayerPause, onSelect: () => acts.setEnabled(false) }
        : { label: 'Turn on', icon: IconPlayerPlay, onSelect: () => acts.setEnabled(true) },
    ],
    ...(isBuiltIn
      ? []
      : [[{ label: 'Remove', icon: IconTrash, isDanger: true, onSelect: acts.remove }]]),
  ];
}

function RemoveDialog({ connection, onClose }: { connection: Connection; onClose: () => void }) {
  const { remove } = useConnectionChanges();
  return (
    <ConfirmDialog
      title={`Remove ${connection.name}`}
      actionLabel="Remove"
      isBusy={remove.isPending}
      error={remove.error}
      onClose={onClose}
      onConfirm={() => remove.mutate({ connectionId: connection.id }, { onSuccess: onClose })}
    >
      <p>
        Its address and key are deleted and cannot be brought back. Conversations stay; they ask for
        another model.
      </p>
    </ConfirmDialog>
  );
}

/** A server on one's own machine is no cloud, whatever its protocol. */
const iconOf = ({ destination }: Connection, provider: Provider | null) =>
  provider?.icon === 'cloud' && destination === null
    ? providerIcons.server
    : providerIcons[provider?.icon ?? 'server'];

/** One connection: its place, its key, its state, and what can be done with it. */
export function ConnectionCard({
  connection,
  provider,
  models,
  onEdit,
}: {
  connection: Connection;
  provider: Provider | null;
  models: ConnectionModels | null;
  onEdit: () => void;
}) {
  const [isRemoving, setRemoving] = useState(false);
  const setEnabled = useEnabledSwitch(connection);
  // A connection that has its provider's name would say it twice.
  const kind = provider?.name === connection.name ? provider.description : provider?.name;
  const facts = [kind ?? connection.providerId, keyText(connection.secrets)].filter(
    (fact) => fact !== null,
  );
  return (
    <Card id={connection.id} className={classes.card} data-off={!connection.isEnabled || undefined}>
      <div className={classes.head}>
        <Tile icon={iconOf(connection, provider)} />
        <div className={classes.name}>
          <h2>
            <span className="cut">{connection.name}</span>
            {connection.isShared && !connection.isBuiltIn && <Tag>Shared</Tag>}
          </h2>
          <p>{facts.join(' · ')}</p>
        </div>
        {connection.canEdit && (
          <Menu
            label={connection.name}
            groups={menuItems(connection, {
              edit: onEdit,
              setEnabled,
              remove: () => setRemoving(true),
            })}
            trigger={(props) => (
              <IconButton
                icon={IconDots}
                label={`More for ${connection.name}`}
                tip="end"
                {...props}
              />
            )}
          />
        )}
      </div>
      <div className={classes.state}>
        {connection.isEnabled ? (
          models && <ModelState models={models} />
        ) : (
          <StatusDot status="off">Off</StatusDot>
        )}
      </div>
      <div className={classes.foot}>
        <DestinationLine destination={connection.destination} />
        <span className={classes.grow} />
        {connection.isEnabled && connection.canEdit && (
          <TestResult key={models?.refreshedAt?.getTime()} connection={connection} />
        )}
        {!connection.isEnabled && connection.canEdit && (
          <Button onClick={() => setEnabled(true)}>Turn on</Button>
        )}
      </div>
      {isRemoving && <RemoveDialog connection={connection} onClose={() => setRemoving(false)} />}
    </Card>
  );
}
