export { type BundledFolder, type BundledPlugin, BundledPlugins } from './bundled-plugins.ts';
export {
  isIntact,
  type PluginFiles,
  type PluginLocations,
  readPluginFiles,
  sizeOfFiles,
  verifyFiles,
} from './plugin-files.ts';
export { type AddPluginOptions, PluginStore, type Reconciliation } from './plugin-store.ts';
