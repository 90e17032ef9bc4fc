import type { PluginSupervisor, PluginSession as ProcessSession } from '../process/index.ts';

/** A started plugin version, as the lifecycle asks it. */
export type PluginSession = Pick<ProcessSession, 'summary' | 'request'>;

/** What the lifecycle needs of the supervisor. */
export interface PluginProcesses
  extends Pick<PluginSupervisor, 'forget' | 'release' | 'stop' | 'state'> {
  acquire(plugin: Parameters<PluginSupervisor['acquire']>[0]): Promise<PluginSession>;
}
