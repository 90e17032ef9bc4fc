import { archivePathSchema } from '@braindrive/plugin-sdk';
import type { ArchiveRule } from './archive-error.ts';

export interface PathProblem {
  readonly rule: Extract<ArchiveRule, 'path' | 'path-depth'>;
  /** Why, as the end of a sentence that begins with the path. */
  readonly reason: string;
}

// Names that Windows gives to devices, whatever their extension.
const windowsDevice = /^(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?$/i;

const isControl = (character: string): boolean => {
  const code = character.charCodeAt(0);
  return code < 32 || code === 127;
};

const checks: readonly (readonly [isBroken: (path: string) => boolean, reason: string])[] = [
  [(path) => path === '', 'is empty'],
  [(path) => path.includes('\0'), 'contains a NUL character'],
  [(path) => path.includes('\\'), 'contains a backslash'],
  [(path) => /^[A-Za-z]:/.test(path), 'names a drive'],
  [(path) => path.startsWith('/'), 'is absolute'],
  [(path) => [...path].some(isControl), 'contains a control character'],
];

const segmentChecks: typeof checks = [
  [(name) => name === '', 'contains an empty name'],
  [(name) => name === '..', 'leaves the archive'],
  [(name) => name === '.', 'contains a dot as a name'],
  [(name) => name.startsWith('.'), 'is hidden'],
  [(name) => name.endsWith('.'), 'ends with a dot'],
  [(name) => name !== name.trim(), 'begins or ends with a space'],
  [(name) => windowsDevice.test(name), 'is a device on Windows'],
];

const reasonOf = (list: typeof checks, text: string): string | undefined =>
  list.find(([isBroken]) => isBroken(text))?.[1];

/**
 * Says why a path of an archive may not be written to disk, or null when it may: relative, forward slashes, plain
 * characters, nothing hidden, and a name on every system.
 */
export function pathProblem(path: string, maxDepth: number): PathProblem | null {
  const segments = path.split('/');
  const reason =
    reasonOf(checks, path) ??
    segments.map((segment) => reasonOf(segmentChecks, segment)).find((found) => found);
  if (reason !== undefined) return { rule: 'path', reason };
  if (segments.length > maxDepth) {
    return { rule: 'path-depth', reason: `is more than ${maxDepth} folders deep` };
  }
  if (!archivePathSchema.safeParse(path).success) {
    return {
      rule: 'path',
      reason:
        path.length > 240
          ? 'is longer than 240 characters'
          : 'has characters other than letters, digits and _ . @ + , = ~ -',
    };
  }
  return null;
}
