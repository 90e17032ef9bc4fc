import type { RegistryIndex, RegistryPlugin } from './registry-index.ts';

export interface RegistryFilter {
  /** Words that all have to occur; the order of the answer follows where. */
  readonly query?: string;
  readonly category?: string;
  readonly tag?: string;
}

const weights: readonly (readonly [textOf: (plugin: RegistryPlugin) => string, weight: number])[] =
  [
    [(plugin) => plugin.name, 8],
    [(plugin) => plugin.slug, 6],
    [(plugin) => plugin.tags.join(' '), 4],
    [(plugin) => plugin.author.name, 2],
    [(plugin) => plugin.description, 1],
  ];

/** Plugins of an index that fit, the best first; all by name when no words are given. Keeps the index as it is. */
export function searchRegistry(index: RegistryIndex, filter: RegistryFilter): RegistryPlugin[] {
  const words = folded(filter.query ?? '')
    .split(/\s+/)
    .filter((word) => word !== '');
  const { category, tag } = filter;
  return index.plugins
    .filter(
      (plugin) =>
        (category === undefined || plugin.category === category) &&
        (tag === undefined || plugin.tags.some((one) => folded(one) === folded(tag))),
    )
    .map((plugin) => ({ plugin, score: scoreOf(plugin, words) }))
    .filter(({ score }) => score !== null)
    .toSorted(
      (left, right) =>
        (right.score ?? 0) - (left.score ?? 0) ||
        left.plugin.name.localeCompare(right.plugin.name, 'en'),
    )
    .map(({ plugin }) => plugin);
}

/** @returns null when a word occurs nowhere. */
function scoreOf(plugin: RegistryPlugin, words: readonly string[]): number | null {
  let total = 0;
  for (const word of words) {
    const score = weights.reduce((sum, [textOf, weight]) => {
      const text = folded(textOf(plugin));
      if (!text.includes(word)) return sum;
      const startsWord = text.startsWith(word) || text.includes(` ${word}`);
      return sum + (startsWord ? weight * 2 : weight);
    }, 0);
    if (score === 0) return null;
    total += score;
  }
  return total;
}

const folded = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase();
