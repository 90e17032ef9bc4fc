export { createPluginProvider } from './plugin-provider.ts';
export {
  PluginProviders,
  type PluginProvidersPorts,
  type ProviderInstallations,
} from './plugin-providers.ts';
export type { ProviderPlugin } from './provider-plugin.ts';
