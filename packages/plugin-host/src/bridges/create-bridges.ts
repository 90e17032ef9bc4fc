import { join } from 'node:path';
import { SqlDatabase } from '@braindrive/database';
import type { BridgeName } from '@braindrive/plugin-sdk/protocol';
import type { BridgeHandler } from '../bridge-handler.ts';
import { ActorSource } from './actor-source.ts';
import { createAiBridges } from './ai/ai-bridges.ts';
import { TokenBudget } from './ai/token-budget.ts';
import type { BridgeCall } from './bridge-operations.ts';
import type { BridgePorts } from './bridge-ports.ts';
import { BridgeRouter } from './bridge-router.ts';
import { createConversationBridges } from './conversations/conversation-bridges.ts';
import { StoredPluginData } from './data/stored-plugin-data.ts';
import { EventBridges } from './events/event-bridges.ts';
import { createHttpBridges } from './http/http-bridges.ts';
import type { PluginDataStore } from './plugin-data-store.ts';
import { createServiceBridges } from './services/service-bridges.ts';
import { PluginManifests } from './settings/plugin-manifests.ts';
import { PluginSettings } from './settings/plugin-settings.ts';
import { createSettingsBridges } from './settings/settings-bridges.ts';
import { BlobStore } from './storage/blob-store.ts';
import { createStorageBridges } from './storage/storage-bridges.ts';
import { StoredGrants } from './stored-grants.ts';
import { UseCounter } from './use-counter.ts';

/** The host's side of everything that plugins ask. */
export interface PluginBridges extends BridgeHandler {
  /** What plugins keep, for the lifecycle. */
  readonly data: PluginDataStore;
  /** Settings and secrets, for the person's own form. */
  readonly settings: PluginSettings;
  /** What the bridges counted and have not written yet. The host calls it when it ends. */
  flush(): Promise<void>;
}

/** Wires the bridges; they share budgets, counters and the one way to the data. */
export function createBridges(ports: BridgePorts): PluginBridges {
  const { clock, log, events, models } = ports;
  const database = new SqlDatabase(ports.orm);
  const data = new StoredPluginData({
    database,
    clock,
    directory: join(ports.dataDirectory, 'plugins'),
  });
  const uses = new UseCounter({ database, clock, log });
  const grants = new StoredGrants({ database, policy: ports.policy });
  const actors = new ActorSource(ports.orm);
  const settings = new PluginSettings(ports);
  const scopeOf = ({
    caller,
    grants: { storage },
  }: Pick<BridgeCall<BridgeName>, 'caller' | 'grants'>) =>
    data.scopeOf(caller, (storage?.quotaMB ?? 0) * 1_048_576);
  const router = new BridgeRouter({
    grants,
    uses,
    clock,
    log,
    operations: {
      ...createStorageBridges({
        scopeOf,
        blobs: new BlobStore({ files: data.files, holds: data.shelf }),
      }),
      ...createHttpBridges({ egress: ports.egress, uses }),
      ...createAiBridges({ models, actors, budget: new TokenBudget({ uses, clock }) }),
      ...createConversationBridges({ ...ports, actors, writer: ports.conversationWriter }),
      ...new EventBridges({ events, grants, actors, clock }).operations,
      ...createSettingsBridges({
        scopeOf,
        settings,
        manifests: new PluginManifests(database),
        onSettingsChanged: ports.onSettingsChanged ?? (() => {}),
      }),
      ...createServiceBridges({
        ...ports,
        database,
        actors,
        callCore: ports.callCore ?? null,
      }),
    },
  });
  return {
    handle: (request) => router.handle(request),
    data,
    settings,
    flush: () => uses.flush(),
  };
}
