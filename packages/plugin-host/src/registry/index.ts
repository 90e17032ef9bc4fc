export { buildBundledIndex, buildRegistryIndex } from './build-registry-index.ts';
export { describeContributions } from './offered-version.ts';
export { type CachedRegistry, type RegistryCache, RegistryFileCache } from './registry-cache.ts';
export {
  type RegistryIndex,
  type RegistryPlugin,
  type RegistryVersion,
  type Revocation,
  registryIndexJsonSchema,
  registryIndexSchema,
  runsOffline,
} from './registry-index.ts';
export { offersOf, revocationOf } from './registry-offers.ts';
export {
  type ReadRegistryOptions,
  RegistryReader,
  type RegistrySnapshot,
} from './registry-reader.ts';
export { type RegistryFilter, searchRegistry } from './registry-search.ts';
