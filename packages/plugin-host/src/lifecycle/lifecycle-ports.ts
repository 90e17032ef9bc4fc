import type { Clock, Log } from '@braindrive/core';
import type { PluginDataStore } from '../bridges/plugin-data-store.ts';
import type { MutationGate } from '../calls/mutation-gate.ts';
import type { InstallationStore } from '../installations/installation-store.ts';
import type { PluginNotices } from '../installations/plugin-notices.ts';
import type { VersionStore } from '../installations/version-store.ts';
import type { LifecycleJournal } from './lifecycle-journal.ts';
import type { PluginWork } from './plugin-work.ts';

/** What every part of the lifecycle works with. */
export interface LifecyclePorts {
  readonly installations: InstallationStore;
  readonly versions: VersionStore;
  readonly journal: LifecycleJournal;
  readonly work: PluginWork;
  readonly data: PluginDataStore;
  readonly gate: MutationGate;
  readonly notices: PluginNotices;
  readonly clock: Clock;
  readonly log: Log;
  readonly hostVersion: string;
}
