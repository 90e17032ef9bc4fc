import { useBoot } from '../../boot.ts';
import { pluginPlaces } from '../../plugins/plugin-places.ts';

/** Where the first page of a plugin is reached; null when it has none, or is off. */
export const usePagePath = (slug: string | undefined): string | null =>
  pluginPlaces(useBoot().plugins).find(({ plugin }) => plugin.slug === slug)?.base ?? null;
