export * from './archive/index.ts';
export * from './bridges/index.ts';
export * from './calls/index.ts';
export {
  createPluginHost,
  type PluginHost,
  type PluginHostOptions,
} from './create-plugin-services.ts';
export type * from './plugin-services.ts';
export {
  type LogPage,
  PluginLogStore,
  PluginSupervisor,
  type PluginSupervisorPorts,
  type ProcessEnd,
  type ProcessFacts,
  type ProcessIdentity,
  type RunnablePlugin,
  type StoredLogLine,
} from './process/index.ts';
export * from './providers/index.ts';
export * from './registry/index.ts';
export * from './signatures/index.ts';
export * from './sources/index.ts';
export * from './store/index.ts';
