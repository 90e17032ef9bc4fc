import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { missingPlatformPackages, type PlatformLockfile } from './platform-packages.ts';

// npm leaves a platform's package out of the lockfile when the registry it was given does not have
// it, and then refuses to install from that lockfile. This writes the entries that are missing.

const file = join(resolve(import.meta.dirname, '..'), 'package-lock.json');
const lockfile = JSON.parse(readFileSync(file, 'utf8')) as PlatformLockfile;
const missing = missingPlatformPackages(lockfile);
const all = Object.entries({ ...lockfile.packages, ...missing });
const sorted = all.sort(([a], [b]) => a.localeCompare(b, 'en'));
writeFileSync(
  file,
  `${JSON.stringify({ ...lockfile, packages: Object.fromEntries(sorted) }, null, 2)}\n`,
);
console.log(`${Object.keys(missing).length} platform packages added to package-lock.json.`);
