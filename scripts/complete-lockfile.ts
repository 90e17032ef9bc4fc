import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { separateDevelopmentPackages } from './development-packages.ts';
import {
  missingPlatformPackages,
  overlyBroadPackages,
  type PlatformLockfile,
} from './platform-packages.ts';

// npm leaves a platform's package out of the lockfile when the registry it was given does not have
// it, and then refuses to install from that lockfile. This writes the entries that are missing,
// and keeps packages of other processors, and of development, away from where nothing uses them.

const file = join(resolve(import.meta.dirname, '..'), 'package-lock.json');
const lockfile = JSON.parse(readFileSync(file, 'utf8')) as PlatformLockfile;
const missing = missingPlatformPackages(lockfile);
const narrowed = overlyBroadPackages(lockfile);
const development = separateDevelopmentPackages(lockfile.packages);
const all = Object.entries({ ...lockfile.packages, ...missing, ...narrowed, ...development });
const sorted = all.sort(([a], [b]) => a.localeCompare(b, 'en'));
writeFileSync(
  file,
  `${JSON.stringify({ ...lockfile, packages: Object.fromEntries(sorted) }, null, 2)}\n`,
);
console.log(
  `package-lock.json: ${Object.keys(missing).length} platform packages added, ${Object.keys({ ...narrowed, ...development }).length} entries narrowed.`,
);
