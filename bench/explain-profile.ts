/**
 * Prints where the time of a processor profile went.
 *
 *   npm run bench -- streams --profile /tmp/profiles
 *   node bench/explain-profile.ts /tmp/profiles/CPU.….cpuprofile
 */
import { dearest } from './support/cpu-profile.ts';

for (const path of process.argv.slice(2)) {
  const { functions, owners } = dearest(path);
  console.table(owners);
  console.table(functions);
}
