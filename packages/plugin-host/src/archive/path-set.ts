/** The name under which file systems that ignore case or Unicode form would keep a path. */
const foldedPath = (path: string): string => path.normalize('NFKC').toLowerCase();

/**
 * Paths that can lie beside each other on every file system. Two that differ only in case are one file on some, and
 * the second would replace what was checked of the first.
 */
export class PathSet {
  readonly #files = new Set<string>();
  /** Folded path of a folder → how it was first written. */
  readonly #folders = new Map<string, string>();

  /** Adds a file with the folders above it. @returns why it clashes, or null. */
  addFile(path: string): string | null {
    const folded = foldedPath(path);
    if (this.#files.has(folded)) return 'is there twice, or differs from another only in case';
    if (this.#folders.has(folded)) return 'is a file and a folder';
    const clash = this.addFolder(path.split('/').slice(0, -1).join('/'));
    if (clash !== null) return clash;
    this.#files.add(folded);
    return null;
  }

  /** Adds a folder with those above it; one that is there already is no clash. */
  addFolder(path: string): string | null {
    const segments = path === '' ? [] : path.split('/');
    for (let depth = 1; depth <= segments.length; depth++) {
      const folder = segments.slice(0, depth).join('/');
      const folded = foldedPath(folder);
      if (this.#files.has(folded)) return 'is a file and a folder';
      const known = this.#folders.get(folded) ?? folder;
      if (known !== folder) return `differs from the folder ${known} only in case`;
      this.#folders.set(folded, folder);
    }
    return null;
  }
}
