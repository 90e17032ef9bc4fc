import {
  EmptyState,
  ErrorCard,
  Icon,
  IconPlus,
  SheetPage,
  SkeletonRows,
} from '@braindrive/plugin-sdk/ui';
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useUser } from '../../boot.ts';
import { type RouterOutputs, trpc } from '../../trpc.ts';
import { AddConnectionDialog } from './add-connection-dialog.tsx';
import { ConnectionCard } from './connection-card.tsx';
import classes from './connections.module.css';
import { EditConnectionDialog } from './edit-connection-dialog.tsx';
import { useConnections } from './use-connections.ts';

type Connection = RouterOutputs['connection']['list'][number];
type Provider = RouterOutputs['connection']['listProviders'][number];

const choice = new Intl.ListFormat('en', { type: 'disjunction' });

/** Names what plugins bring. */
function offerText(providers: readonly Provider[]): string {
  const names = providers.filter(({ isBuiltIn }) => !isBuiltIn).map(({ name }) => name);
  return names.length === 0
    ? 'No plugin brings a server or service to connect. Install one that does.'
    : `Add a server or a service: ${choice.format(names)}.`;
}

/** Where answers come from: this machine, servers, services. */
export function ConnectionsPage() {
  const { connections, providers } = useConnections();
  const lists = trpc.model.list.useQuery();
  const canAdd = useUser().permissions.includes('connection.manage-own');
  const [isAdding, setAdding] = useState(false);
  const [edited, setEdited] = useState<Connection | null>(null);
  const isFailed = connections.isError || providers.isError;
  const rows = connections.data ?? [];
  const hasOnlyBuiltIn = rows.every(({ isBuiltIn }) => isBuiltIn);
  return (
    <SheetPage
      title="Connections"
      actions={
        canAdd && (
          <Button
            variant="filled"
            leftSection={<Icon of={IconPlus} size={16} />}
            disabled={providers.data === undefined}
            onClick={() => setAdding(true)}
          >
            Add connection
          </Button>
        )
      }
    >
      <p className={classes.lead}>
        A connection is a place that answers: this machine, a server of yours, or a service with a
        key. Each question goes only to the one you choose.
      </p>
      {(connections.isPending || providers.isPending) && !isFailed && (
        <SkeletonRows count={3} height={120} />
      )}
      {isFailed && (
        <ErrorCard
          title="The connections were not read"
          error={connections.error ?? providers.error}
          onAction={() => {
            void connections.refetch();
            void providers.refetch();
          }}
        />
      )}
      {connections.data !== undefined && providers.data !== undefined && (
        <div className={classes.cards}>
          {rows.map((connection) => (
            <ConnectionCard
              key={connection.id}
              connection={connection}
              provider={providers.data.find(({ id }) => id === connection.providerId) ?? null}
              models={
                lists.data?.find(({ connectionId }) => connectionId === connection.id) ?? null
              }
              onEdit={() => setEdited(connection)}
            />
          ))}
          {hasOnlyBuiltIn && canAdd && <EmptyState text={offerText(providers.data)} />}
        </div>
      )}
      {isAdding && providers.data !== undefined && (
        <AddConnectionDialog providers={providers.data} onClose={() => setAdding(false)} />
      )}
      {edited !== null && providers.data !== undefined && (
        <EditConnectionDialog
          connection={edited}
          provider={providers.data.find(({ id }) => id === edited.providerId) ?? null}
          onClose={() => setEdited(null)}
        />
      )}
    </SheetPage>
  );
}
