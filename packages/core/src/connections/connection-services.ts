import type { Orm } from '@braindrive/database';
import type { ModelProvider } from '@braindrive/plugin-sdk/server';
import type { AuditService } from '../audit/index.ts';
import type { Clock } from '../clock.ts';
import type { EventService } from '../events/index.ts';
import type { Log } from '../log.ts';
import type { SecretBox } from '../secrets/index.ts';
import { ConnectionAudience } from './connection-audience.ts';
import { type ConnectionEgress, ConnectionPool } from './connection-pool.ts';
import { ConnectionService } from './connection-service.ts';
import { ConnectionStore } from './connection-store.ts';
import { ConnectionTester } from './connection-tester.ts';
import { LibraryService } from './library-service.ts';
import { type ModelListLimits, ModelLists } from './model-lists.ts';
import { ModelService } from './model-service.ts';
import { ProviderRegistry } from './provider-registry.ts';
import { fixedProviders, type ProviderSource } from './provider-source.ts';

export interface ConnectionServicesPorts {
  readonly orm: Orm;
  readonly events: EventService;
  readonly audit: AuditService;
  /** With a purpose of its own. */
  readonly secretBox: SecretBox;
  /** Those that never change, in the order that forms show them; or where they come from. */
  readonly providers: readonly ModelProvider[] | ProviderSource;
  readonly egress: ConnectionEgress;
  /** Lets the connections of members reach this machine and private networks too. */
  readonly mayMembersReachPrivate: boolean;
  /** Providers get folders in it. */
  readonly dataDirectory: string;
  readonly log: Log;
  readonly clock: Clock;
  readonly limits?: Partial<ModelListLimits> & {
    readonly testTimeoutMs?: number;
    readonly firstListWaitMs?: number;
    readonly idleMs?: number;
  };
}

/** Everything about connections and models, wired. */
export interface ConnectionServices {
  readonly connections: ConnectionService;
  /** Also the `ModelResolver` of the chat engine. */
  readonly models: ModelService;
  readonly library: LibraryService;
  /** Makes the built-in connections and lets their fetches go on. Call once, after the migrations. */
  start(): Promise<void>;
  /** Settles when every change so far was told to those who follow. */
  settled(): Promise<void>;
  /** Ends what runs in the background and closes all connections. Call after the last answer ended. */
  close(): Promise<void>;
}

/** Wires the services of this folder; they share caches and live connections. */
export function createConnectionServices(ports: ConnectionServicesPorts): ConnectionServices {
  const { limits = {} } = ports;
  const registry = new ProviderRegistry(sourceOf(ports.providers));
  const store = new ConnectionStore(ports);
  const audience = new ConnectionAudience(ports);
  const pool = new ConnectionPool({ ...ports, ...limits, registry });
  const lists = new ModelLists({ ...ports, pool, store, audience, limits });
  const tester = new ConnectionTester({
    ...ports,
    registry,
    store,
    pool,
    ...(limits.testTimeoutMs === undefined ? {} : { timeoutMs: limits.testTimeoutMs }),
  });
  const connections = new ConnectionService({
    ...ports,
    registry,
    store,
    pool,
    lists,
    tester,
    audience,
  });
  const library = new LibraryService({ ...ports, store, pool, lists, audience });
  const follow = () =>
    registry.onChange((userId) => audience.enqueue(() => connections.providersChanged(userId)));
  let stopFollowing = () => {};
  return {
    connections,
    models: new ModelService({ ...ports, ...limits, store, pool, lists }),
    library,
    start: async () => {
      stopFollowing = follow();
      await connections.ensureBuiltIn();
      await library.start();
    },
    settled: () => audience.settled(),
    close: async () => {
      stopFollowing();
      lists.close();
      await audience.settled();
      await pool.close();
    },
  };
}

const sourceOf = (providers: ConnectionServicesPorts['providers']): ProviderSource =>
  'find' in providers && 'onChange' in providers ? providers : fixedProviders(providers);
