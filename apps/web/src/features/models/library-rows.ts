import type { RouterOutputs } from '../../trpc.ts';

type Library = RouterOutputs['model']['library'];
export type CatalogueModel = Library['catalogue'][number];
export type ModelPull = Library['pulls'][number];
export type InstalledModel = RouterOutputs['model']['list'][number]['models'][number];

/** One line of the model page: a model on offer, on the disk, on its way, or several of these at once. */
export interface LibraryRow {
  readonly key: string;
  readonly name: string;
  readonly offer: CatalogueModel | null;
  readonly installed: InstalledModel | null;
  /** A fetch that is not over; null also when it ended well. */
  readonly pull: ModelPull | null;
}

const overStates: ReadonlySet<string> = new Set(['done', 'cancelled']);

/**
 * Puts what is on offer, what is here and what is on its way into one list: own files and fetches of them first,
 * then the catalogue in its order.
 */
export function libraryRows(
  catalogue: readonly CatalogueModel[],
  installed: readonly InstalledModel[],
  pulls: readonly ModelPull[],
): LibraryRow[] {
  const pending = pulls.filter(({ state }) => !overStates.has(state));
  const takenPulls = new Set<string>();
  const takenModels = new Set<string>();
  const offered = catalogue.map((offer): LibraryRow => {
    const pull = pending.find(({ id, name }) => id === offer.id || name === offer.name) ?? null;
    const model = installed.find(({ id }) => id === offer.id) ?? null;
    if (pull !== null) takenPulls.add(pull.id);
    if (model !== null) takenModels.add(model.id);
    return { key: offer.id, name: offer.name, offer, installed: model, pull };
  });
  const others = installed
    .filter(({ id }) => !takenModels.has(id))
    .map((model): LibraryRow => {
      const pull = pending.find(({ id }) => id === model.id && !takenPulls.has(id)) ?? null;
      if (pull !== null) takenPulls.add(pull.id);
      return { key: model.id, name: model.name, offer: null, installed: model, pull };
    });
  const fetched = pending
    .filter(({ id }) => !takenPulls.has(id))
    .map(
      (pull): LibraryRow => ({
        key: pull.id,
        name: pull.name,
        offer: null,
        installed: null,
        pull,
      }),
    );
  return [...fetched, ...others, ...offered];
}

/** Rows that are here or on their way, and rows on offer with the recommended one first. */
export function splitRows(rows: readonly LibraryRow[]): {
  readonly kept: LibraryRow[];
  readonly offered: LibraryRow[];
} {
  const isKept = (row: LibraryRow) => row.installed !== null || row.pull !== null;
  const offered = rows.filter((row) => !isKept(row));
  return {
    kept: rows.filter(isKept),
    offered: [
      ...offered.filter(({ offer }) => offer?.isRecommended),
      ...offered.filter(({ offer }) => !offer?.isRecommended),
    ],
  };
}
