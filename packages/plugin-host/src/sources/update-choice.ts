import { gt, rcompare, satisfies } from 'semver';

/** What may be updated without asking: nothing, fixes, or also what adds. */
export type AutoUpdate = 'off' | 'patch' | 'minor';

interface Versioned {
  readonly version: string;
}

/** Sorted by semver, the highest first. */
export const newestFirst = <Item extends Versioned>(items: readonly Item[]): Item[] =>
  items.toSorted((left, right) => rcompare(left.version, right.version));

/**
 * The highest version above the current one, or null. A pre-release is offered only to those who run one.
 */
export function newestUpdate<Item extends Versioned & { readonly isPrerelease: boolean }>(
  current: string,
  offered: readonly Item[],
): Item | null {
  const takesPrereleases = current.includes('-');
  const newer = offered.filter(
    (item) => gt(item.version, current) && (takesPrereleases || !item.isPrerelease),
  );
  return newestFirst(newer)[0] ?? null;
}

/**
 * The version to update to without asking, or null. Below 1.0.0 a new minor version may break, as semver's caret says,
 * so `minor` takes fixes only.
 */
export function automaticUpdate<Item extends Versioned & { readonly isPrerelease: boolean }>(
  current: string,
  offered: readonly Item[],
  policy: AutoUpdate,
): Item | null {
  if (policy === 'off') return null;
  const ranges = policy === 'patch' ? [`~${current}`] : [`^${current}`, `~${current}`];
  const allowed = offered.filter(({ version }) =>
    ranges.some((range) => satisfies(version, range)),
  );
  return newestUpdate(current, allowed);
}
