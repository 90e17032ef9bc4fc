export { type AssemblePluginOptions, assemblePlugin } from './assemble-plugin.ts';
export { type BuildPluginOptions, buildPlugin, type PluginBuild } from './build-plugin.ts';
export { serverConfig } from './build-server.ts';
export { uiConfig } from './build-ui.ts';
export { exposedModule, remoteEntryName } from './remote-container.ts';
export { type SharedLibrary, sharedLibraries } from './shared-libraries.ts';
