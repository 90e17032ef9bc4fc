import type { AvailablePlugin } from '@braindrive/contracts';
import type { PluginCategory } from './plugin-looks.ts';

/** What the bar above the cards narrows the catalogue to. */
export interface CatalogueFilter {
  readonly query: string;
  readonly kind: 'all' | 'signed' | 'offline';
  readonly category: PluginCategory | null;
  readonly sort: CatalogueSort;
}

export const catalogueSorts = [
  { value: 'newest', label: 'Newest first' },
  { value: 'name', label: 'By name' },
  { value: 'smallest', label: 'Smallest first' },
] as const;
export type CatalogueSort = (typeof catalogueSorts)[number]['value'];

const byName = (a: AvailablePlugin, b: AvailablePlugin) => a.name.localeCompare(b.name, 'en');
const orders: Readonly<Record<CatalogueSort, (a: AvailablePlugin, b: AvailablePlugin) => number>> =
  {
    newest: (a, b) =>
      (b.publishedAt?.getTime() ?? 0) - (a.publishedAt?.getTime() ?? 0) || byName(a, b),
    name: byName,
    smallest: (a, b) => a.sizeBytes - b.sizeBytes || byName(a, b),
  };

/** How well a plugin answers one word: its name before its tags, and those before its description. */
function wordScore(plugin: AvailablePlugin, word: string): number {
  const name = plugin.name.toLowerCase();
  if (name.startsWith(word)) return 8;
  if (name.includes(word) || plugin.slug.includes(word)) return 4;
  if (plugin.tags.some((tag) => tag.toLowerCase().includes(word))) return 2;
  const rest = `${plugin.description} ${plugin.authorName}`.toLowerCase();
  return rest.includes(word) ? 1 : 0;
}

/** Zero when one of the words is nowhere. */
function queryScore(plugin: AvailablePlugin, words: readonly string[]): number {
  const scores = words.map((word) => wordScore(plugin, word));
  return scores.includes(0) ? 0 : scores.reduce((sum, score) => sum + score, 0);
}

const isKind = (plugin: AvailablePlugin, kind: CatalogueFilter['kind']): boolean =>
  kind === 'all' || (kind === 'signed' ? plugin.isSigned : plugin.runsOffline);

/** The plugins that answer, the best first; without a query in the chosen order. */
export function filterCatalogue(
  plugins: readonly AvailablePlugin[],
  { query, kind, category, sort }: CatalogueFilter,
): AvailablePlugin[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const order = orders[sort];
  return plugins
    .filter((plugin) => isKind(plugin, kind))
    .filter((plugin) => category === null || plugin.category === category)
    .map((plugin) => ({ plugin, score: words.length === 0 ? 1 : queryScore(plugin, words) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || order(a.plugin, b.plugin))
    .map(({ plugin }) => plugin);
}

/** How many plugins each category holds. Categories that hold none are left out. */
export function categoryCounts(
  plugins: readonly AvailablePlugin[],
): ReadonlyMap<PluginCategory, number> {
  const counts = new Map<PluginCategory, number>();
  for (const { category } of plugins) counts.set(category, (counts.get(category) ?? 0) + 1);
  return counts;
}
