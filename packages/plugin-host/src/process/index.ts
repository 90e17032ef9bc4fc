export { type LogPage, PluginLogStore, type StoredLogLine } from './plugin-log-store.ts';
export type { PluginSession } from './plugin-session.ts';
export type { ProcessFacts } from './plugin-slot.ts';
export {
  PluginSupervisor,
  type PluginSupervisorPorts,
  type RunnablePlugin,
  type SupervisorListener,
} from './plugin-supervisor.ts';
export type { ProcessEnd } from './process-end.ts';
export type { ProcessLimits } from './process-limits.ts';
export type { ProcessIdentity } from './spawn-plugin.ts';
