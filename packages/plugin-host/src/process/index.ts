export {
  type LogPage,
  PluginLogStore,
  type PluginLogStoreOptions,
  type StoredLogLine,
} from './plugin-log-store.ts';
export type { PluginSession, SessionRequest, SessionStream } from './plugin-session.ts';
export type { ProcessFacts } from './plugin-slot.ts';
export {
  PluginSupervisor,
  type PluginSupervisorPorts,
  type RunnablePlugin,
  type SupervisorListener,
} from './plugin-supervisor.ts';
export type { EndReason, ProcessEnd } from './process-end.ts';
export type { ProcessLimits } from './process-limits.ts';
export type { ProcessIdentity } from './spawn-plugin.ts';
