import { Foundation20261122000000 } from './20261122000000-foundation.ts';
import { Plugins20261123000000 } from './20261123000000-plugins.ts';

/** Every migration, oldest first. A released one is never changed; a new one is added at the end. */
export const migrations = [
  { name: '20261122000000-foundation', class: Foundation20261122000000 },
  { name: '20261123000000-plugins', class: Plugins20261123000000 },
];
