import { spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

// Plugins are found here and listed nowhere: one that was deleted leaves no reference behind, which would stop the
// compiler, and the web client's build that reads the same files.

const root = resolve(import.meta.dirname, '..');
const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
const plugins = globSync('plugins/*/tsconfig.json', { cwd: root }).map((file) => dirname(file));
const { status } = spawnSync(process.execPath, [compiler, '-b', '.', ...plugins.sort()], {
  cwd: root,
  stdio: 'inherit',
});
process.exitCode = status ?? 1;
