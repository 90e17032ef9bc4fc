/** One entry of a lockfile, as far as it is read or written here. */
export interface PlatformLockEntry {
  readonly version?: string;
  readonly dev?: boolean;
  readonly optional?: boolean;
  readonly os?: readonly string[];
  readonly cpu?: readonly string[];
  readonly libc?: readonly string[];
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/** A lockfile, as far as it is read or written here. */
export interface PlatformLockfile {
  readonly packages: Readonly<Record<string, PlatformLockEntry>>;
}

const operatingSystems: Readonly<Record<string, string>> = {
  aix: 'aix',
  android: 'android',
  darwin: 'darwin',
  freebsd: 'freebsd',
  linux: 'linux',
  linuxmusl: 'linux',
  mac: 'darwin',
  netbsd: 'netbsd',
  openbsd: 'openbsd',
  openharmony: 'openharmony',
  sunos: 'sunos',
  win: 'win32',
  win32: 'win32',
  windows: 'win32',
};

const processors: Readonly<Record<string, string>> = {
  '64': 'x64',
  arm: 'arm',
  arm64: 'arm64',
  armv7l: 'arm',
  ia32: 'ia32',
  loong64: 'loong64',
  mips64el: 'mips64el',
  ppc64: 'ppc64',
  riscv64: 'riscv64',
  s390x: 's390x',
  wasm32: 'wasm32',
  x64: 'x64',
};

/**
 * Finds the optional packages that the lockfile asks for but does not hold.
 * @returns Entries to add, by their path in the lockfile. They carry no digest: the registry that
 * would have told it did not have the package.
 */
export function missingPlatformPackages(
  lockfile: PlatformLockfile,
): Readonly<Record<string, PlatformLockEntry>> {
  const missing: Record<string, PlatformLockEntry> = {};
  for (const [path, entry] of Object.entries(lockfile.packages)) {
    for (const [name, range] of Object.entries(entry.optionalDependencies ?? {})) {
      const known = { ...lockfile.packages, ...missing };
      if (isResolved(known, path, name)) continue;
      missing[`node_modules/${name}`] = platformEntry(name, range, entry);
    }
  }
  return missing;
}

/** Looks where Node would: below the package itself, then below each folder above it. */
function isResolved(
  packages: Readonly<Record<string, PlatformLockEntry>>,
  path: string,
  name: string,
): boolean {
  const folders = path.split('/node_modules/');
  const places = folders.map((_, index) => folders.slice(0, index + 1).join('/node_modules/'));
  return ['', ...places].some((place) => {
    const prefix = place === '' ? '' : `${place}/`;
    return packages[`${prefix}node_modules/${name}`] !== undefined;
  });
}

/**
 * Finds packages for one processor that offer themselves to others as well: the builds of llama.cpp
 * for ARM say `x64` too, for people who pack programs there, and would cost everyone else 33 MB.
 * @returns Entries to replace, by their path in the lockfile.
 */
export function overlyBroadPackages(
  lockfile: PlatformLockfile,
): Readonly<Record<string, PlatformLockEntry>> {
  const broad = Object.entries(lockfile.packages).flatMap(([path, entry]) => {
    const cpu = processorNamed(path);
    if (cpu === undefined || entry.optional !== true || entry.cpu === undefined) return [];
    if (entry.cpu.length < 2 || !entry.cpu.includes(cpu)) return [];
    return [[path, { ...entry, cpu: [cpu] }] as const];
  });
  return Object.fromEntries(broad);
}

function processorNamed(name: string): string | undefined {
  const words = name.split(/[/\-.]/);
  return words.map((word) => processors[word]).find((value) => value !== undefined);
}

function platformEntry(name: string, range: string, parent: PlatformLockEntry): PlatformLockEntry {
  const words = name.split(/[/\-.]/);
  const os = words.map((word) => operatingSystems[word]).find((value) => value !== undefined);
  const cpu = processorNamed(name);
  return {
    version: range.replace(/^[\^~]/, ''),
    ...(cpu === undefined ? {} : { cpu: [cpu] }),
    ...(parent.dev === true ? { dev: true } : {}),
    ...(os === 'linux' && words.some((word) => word.includes('musl')) ? { libc: ['musl'] } : {}),
    ...(os === 'linux' && words.includes('gnu') ? { libc: ['glibc'] } : {}),
    optional: true,
    ...(os === undefined ? {} : { os: [os] }),
  };
}
