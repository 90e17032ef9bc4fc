import type { UserEvent } from '@braindrive/contracts';
import type { TrpcUtils } from '../../trpc.ts';

/** Applies one event to the list of connections and to what they offer. */
export function applyConnectionEvent(utils: TrpcUtils, event: UserEvent): void {
  if (event.type === 'connection-changed') {
    utils.connection.list.setData(undefined, (list) => {
      if (list === undefined) return list;
      const { connection } = event;
      return list.some(({ id }) => id === connection.id)
        ? list.map((row) => (row.id === connection.id ? connection : row))
        : [...list, connection];
    });
  }
  if (event.type === 'connection-removed') {
    utils.connection.list.setData(undefined, (list) =>
      list?.filter(({ id }) => id !== event.connectionId),
    );
    utils.model.list.setData(undefined, (list) =>
      list?.filter(({ connectionId }) => connectionId !== event.connectionId),
    );
  }
}
