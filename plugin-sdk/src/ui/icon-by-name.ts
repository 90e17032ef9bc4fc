import type { TablerIcon } from './icons.tsx';
import * as icons from './icons.tsx';

/** `message-circle` as `IconMessageCircle`. */
const exportNameOf = (name: string): string =>
  `Icon${name
    .split('-')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('')}`;

/** The kit's icon of that Tabler name, or the puzzle piece for one the kit does not have. */
export function iconByName(name: string | undefined): TablerIcon {
  const known: unknown = name === undefined ? undefined : Reflect.get(icons, exportNameOf(name));
  return known === undefined ? icons.IconPuzzle : (known as TablerIcon);
}
