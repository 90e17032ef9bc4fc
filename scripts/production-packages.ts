/** A package in npm's record of node_modules. */
export interface InstalledPackage {
  readonly link?: boolean;
  /** For a link: the folder it leads to. */
  readonly resolved?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>;
}

type Packages = Readonly<Record<string, InstalledPackage>>;

/** Peers that only a compiler looks at. */
const typesOnly = /^(?:typescript|@types\/.*)$/;

/**
 * Follows what one workspace needs at run time. `npm ci --omit=dev` does not do: it knows no
 * workspace in particular, and so brings the web client's packages too.
 * @param packages - The `packages` of `node_modules/.package-lock.json`, by path.
 * @param start - Path of the workspace, as in `apps/host`.
 * @returns Paths of all packages that are needed: workspaces by their folder, others by where they
 * lie under node_modules.
 */
export function productionPackages(packages: Packages, start: string): readonly string[] {
  const found = new Set<string>();
  const waiting = [start];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (found.has(path)) continue;
    found.add(path);
    const entry = packages[path] ?? {};
    for (const name of requiredNames(entry)) {
      const place = findPackage(packages, path, name);
      if (place !== undefined) waiting.push(place);
    }
  }
  return [...found].sort();
}

function requiredNames(entry: InstalledPackage): readonly string[] {
  const peers = Object.keys(entry.peerDependencies ?? {}).filter(
    (name) => entry.peerDependenciesMeta?.[name]?.optional !== true,
  );
  const names = [
    ...Object.keys(entry.dependencies ?? {}),
    ...Object.keys(entry.optionalDependencies ?? {}),
    ...peers,
  ];
  return names.filter((name) => !typesOnly.test(name));
}

/**
 * Finds what a package gets when it imports another. Looks where Node would: in the package's own
 * node_modules, then in those of the folders above.
 * @param from - Path of the package that imports.
 */
export function findPackage(packages: Packages, from: string, name: string): string | undefined {
  const steps = from.split('/node_modules/');
  const prefixes = steps.map(
    (_, index) => `${steps.slice(0, steps.length - index).join('/node_modules/')}/`,
  );
  for (const prefix of [...prefixes, '']) {
    const path = `${prefix}node_modules/${name}`;
    const entry = packages[path];
    if (entry !== undefined) return entry.link === true ? entry.resolved : path;
  }
  return undefined;
}

const uselessAtRunTime = [
  /\.map$/,
  /\.[cm]?tsx?$/,
  /\.tsbuildinfo$/,
  /(?:^|\/)(?!licen[cs]e|notice)[^/]+\.(?:md|markdown)$/i,
  /(?:^|\/)(?:__tests__|\.github)\//,
  // Sources of native parts that come ready built.
  /better-sqlite3\/(?:deps|src|binding\.gyp)/,
  /node-llama-cpp\/llama\/gitRelease\.bundle$/,
  // The documentation page loads one bundle and one style sheet.
  /swagger-ui-dist\/swagger-ui(?:-es-bundle.*|-standalone-preset)?\.js/,
];

const uselessSources = [
  /\.test\.tsx?$/,
  /\/(?:testing|fixtures)(?:\/|$)/,
  // Parts of the SDK for those who write plugins, and for pages, which are built.
  /^plugin-sdk\/src\/(?:cli|runtime|ui|vite|web)(?:\/|$)/,
];

/**
 * Tells whether a source of this project is needed at run time.
 * @param path - Below the root, with slashes: `packages/core/src/index.ts`.
 */
export const isNeededSource = (path: string): boolean =>
  !uselessSources.some((pattern) => pattern.test(path));

/** The machine that the packages are for. */
export interface Target {
  readonly platform: string;
  readonly arch: string;
}

/**
 * Tells whether a file of an installed package is needed at run time.
 * @param path - Below the root, with slashes: `node_modules/zod/index.js`.
 */
export function isNeededAtRunTime(path: string, target: Target): boolean {
  const prebuilt = /better-sqlite3\/prebuilds\/(.+)\.node$/.exec(path)?.[1];
  if (prebuilt !== undefined) return prebuilt === `${target.platform}-${target.arch}`;
  const llama = /@node-llama-cpp\/([^/]+)/.exec(path)?.[1];
  if (llama !== undefined && llama !== `${target.platform}-${target.arch}`) return false;
  return !uselessAtRunTime.some((pattern) => pattern.test(path));
}
