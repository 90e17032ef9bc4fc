import { findPackage, type InstalledPackage, productionPackages } from './production-packages.ts';

/** One entry of a lockfile, as far as it is read or written here. */
interface LockEntry extends InstalledPackage {
  readonly dev?: boolean;
  readonly devOptional?: boolean;
}

type LockEntries = Readonly<Record<string, LockEntry>>;

/**
 * Keeps packages of development out of an installation that leaves them out. npm brings those along
 * that something else names as a peer, as tRPC and node-llama-cpp name TypeScript (30 MB), although
 * nothing that runs imports them.
 * @param packages - The `packages` of a lockfile, by path.
 * @returns Entries to replace: the packages, marked as development's, and those that name them as
 * a peer, without that.
 */
export function separateDevelopmentPackages(packages: LockEntries): LockEntries {
  const workspaces = Object.keys(packages).filter((path) => !isInstalledPath(path));
  const needed = new Set(workspaces.flatMap((path) => productionPackages(packages, path)));
  const isSurplus = (path: string | undefined) => path !== undefined && !needed.has(path);
  const replaced = Object.entries(packages).flatMap(([path, entry]) => {
    if (!isInstalledPath(path) || entry.link === true) return [];
    if (isSurplus(path)) return entry.dev === true ? [] : [[path, asDevelopment(entry)]];
    const peers = Object.keys(entry.peerDependencies ?? {});
    const surplus = peers.filter((name) => isSurplus(findPackage(packages, path, name)));
    return surplus.length === 0 ? [] : [[path, withoutPeers(entry, surplus)]];
  });
  return Object.fromEntries(replaced);
}

function isInstalledPath(path: string): boolean {
  return path.includes('node_modules/');
}

function asDevelopment({ devOptional: _, ...entry }: LockEntry): LockEntry {
  return { ...entry, dev: true };
}

function withoutPeers(entry: LockEntry, peers: readonly string[]): LockEntry {
  return {
    ...entry,
    peerDependencies: without(entry.peerDependencies ?? {}, peers),
    peerDependenciesMeta: without(entry.peerDependenciesMeta ?? {}, peers),
  };
}

function without<Value>(
  record: Readonly<Record<string, Value>>,
  names: readonly string[],
): Record<string, Value> {
  return Object.fromEntries(Object.entries(record).filter(([name]) => !names.includes(name)));
}
