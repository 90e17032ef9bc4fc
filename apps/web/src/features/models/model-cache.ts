import type { Boot, UserEvent } from '@braindrive/contracts';
import type { TrpcUtils } from '../../trpc.ts';

type Pull = Boot['pulls'][number];

/** The list with one fetch replaced, or added at the end. */
const withPull = (pulls: readonly Pull[], pull: Pull): Pull[] =>
  pulls.some(({ id }) => id === pull.id)
    ? pulls.map((known) => (known.id === pull.id ? pull : known))
    : [...pulls, pull];

/** Writes one fetch into every cache that shows it. */
export function applyPull(utils: TrpcUtils, connectionId: string, pull: Pull): void {
  utils.instance.boot.setData(undefined, (boot) =>
    boot === undefined ? boot : { ...boot, pulls: withPull(boot.pulls, pull) },
  );
  utils.model.library.setData({ connectionId }, (library) =>
    library === undefined ? library : { ...library, pulls: withPull(library.pulls, pull) },
  );
}

/** Applies one event to the model lists, the catalogue and the downloads. */
export function applyModelEvent(utils: TrpcUtils, event: UserEvent): void {
  if (event.type === 'pull-changed') {
    applyPull(utils, event.connectionId, event.pull);
    if (event.pull.state === 'done') {
      void utils.model.library.invalidate({ connectionId: event.connectionId });
    }
  }
  if (event.type === 'models-changed') {
    const { models } = event;
    // The first model that arrives becomes the default, and only the host knows which one that is.
    const hasDefault = utils.instance.boot.getData()?.defaultModel != null;
    if (!hasDefault && models.models.length > 0) void utils.instance.boot.invalidate();
    utils.model.list.setData(undefined, (list) => {
      if (list === undefined) return list;
      return list.some(({ connectionId }) => connectionId === models.connectionId)
        ? list.map((row) => (row.connectionId === models.connectionId ? models : row))
        : [...list, models];
    });
    // An answer on its way was written before this event and would bring the older state back.
    void utils.model.list.invalidate(undefined, {
      predicate: ({ state }) => state.fetchStatus === 'fetching',
    });
  }
}
