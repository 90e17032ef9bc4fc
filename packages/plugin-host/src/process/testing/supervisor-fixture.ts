import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PluginLogLine } from '@braindrive/contracts';
import type { Log } from '@braindrive/core';
import type { BridgeCaller, BridgeHandler } from '../../bridge-handler.ts';
import { PluginSupervisor, type PluginSupervisorPorts } from '../plugin-supervisor.ts';
import { createFixturePlugin, type FixtureOptions, type FixturePlugin } from './fixture-plugin.ts';

const silentLog: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** In whose name tests call. */
export const testCaller: BridgeCaller = {
  installationId: 'installation-1',
  ownerId: 'anna',
  slug: 'fixture',
  version: '1.0.0',
  digest: 'sha256-fixture',
  grants: {},
  purpose: { kind: 'call' },
};

const refuse: BridgeHandler = {
  handle: () => Promise.reject(new Error('no bridge is expected')),
};

/** A supervisor over real processes of fixture plugins. */
export interface SupervisorFixture {
  readonly supervisor: PluginSupervisor;
  readonly lines: Omit<PluginLogLine, 'at'>[];
  add(name: string, options?: FixtureOptions): Promise<FixturePlugin>;
  close(): Promise<void>;
}

export async function createSupervisorFixture(
  ports: Partial<PluginSupervisorPorts> = {},
): Promise<SupervisorFixture> {
  const folder = await mkdtemp(join(tmpdir(), 'plugin-native-'));
  const plugins = new Map<string, FixturePlugin>();
  const lines: Omit<PluginLogLine, 'at'>[] = [];
  const supervisor = new PluginSupervisor({
    locate: async (digest) => plugins.get(digest) ?? null,
    isNativeTrusted: async () => true,
    bridges: refuse,
    logs: { append: (_digest, line) => lines.push(line) },
    log: silentLog,
    hostVersion: '1.0.0',
    nativeFolder: folder,
    ...ports,
  });
  return {
    supervisor,
    lines,
    add: async (name, options) => {
      const plugin = await createFixturePlugin(name, options);
      plugins.set(plugin.digest, plugin);
      return plugin;
    },
    close: async () => {
      await supervisor.close();
      await rm(folder, { recursive: true, force: true });
      for (const plugin of plugins.values()) await plugin.remove();
    },
  };
}
