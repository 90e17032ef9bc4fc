export { createPluginProvider } from './plugin-provider.ts';
export {
  PluginProviders,
  type ProviderInstallations,
  type ProviderPlaces,
} from './plugin-providers.ts';
export type { ProviderPlugin } from './provider-plugin.ts';
export { type StoredProvidersPorts, storedProviders } from './stored-providers.ts';
