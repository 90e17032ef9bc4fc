import { showError } from '@braindrive/plugin-sdk/ui';
import { trpc } from '../../trpc.ts';
import { applyConnectionEvent } from './connection-cache.ts';

/** Connections the person may use, and the providers that make new ones. */
export function useConnections() {
  return {
    connections: trpc.connection.list.useQuery(),
    providers: trpc.connection.listProviders.useQuery(undefined, {
      staleTime: Number.POSITIVE_INFINITY,
    }),
  };
}

/** Changes of connections; each answer carries the changed row. */
export function useConnectionChanges() {
  const utils = trpc.useUtils();
  const apply = (connection: Parameters<typeof applyConnectionEvent>[1] & object) =>
    applyConnectionEvent(utils, connection);
  const create = trpc.connection.create.useMutation({
    onSuccess: (connection) => {
      apply({ type: 'connection-changed', connection });
      void utils.model.list.invalidate();
    },
  });
  const update = trpc.connection.update.useMutation({
    onSuccess: (connection) => {
      apply({ type: 'connection-changed', connection });
      void utils.model.list.invalidate();
    },
  });
  const remove = trpc.connection.remove.useMutation({
    onSuccess: (_nothing, { connectionId }) => apply({ type: 'connection-removed', connectionId }),
  });
  return { create, update, remove };
}

/** Asks one connection for its models again. */
export function useRefreshModels() {
  const utils = trpc.useUtils();
  return trpc.model.refresh.useMutation({
    onSuccess: (models) =>
      utils.model.list.setData(undefined, (list) =>
        list?.map((row) => (row.connectionId === models.connectionId ? models : row)),
      ),
    onError: showError,
  });
}
