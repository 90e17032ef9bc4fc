import { cp } from 'node:fs/promises';
import { join, resolve } from 'node:path';

// The compiler leaves style sheets where they are; the built components import them from beside themselves.

const root = resolve(import.meta.dirname, '..');
await cp(join(root, 'src', 'ui'), join(root, 'dist', 'ui'), {
  recursive: true,
  filter: (path) => !/\.[jt]sx?$/.test(path),
});
