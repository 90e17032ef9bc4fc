import { mkdir } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { coreEntities, type Log, loadSecretKey, systemClock } from '@braindrive/core';
import {
  createOrm,
  migrateDatabase,
  type Orm,
  restoreSnapshot,
  WalCheckpointer,
} from '@braindrive/database';
import type { PluginHostOptions } from '@braindrive/plugin-host';
import type { ModelPull } from '@braindrive/plugin-sdk';
import packageJson from '../package.json' with { type: 'json' };
import { createApp } from './create-app.ts';
import { createServices } from './create-services.ts';
import type { Environment } from './environment.ts';
import { Readiness } from './health.ts';
import { listen } from './listen.ts';
import { mountWebSocket } from './mount-websocket.ts';
import { OriginReader } from './request-origin.ts';

export interface StartHostOptions {
  readonly environment: Environment;
  readonly log: Log;
  /** Snapshot to put in the place of the database first, or null. */
  readonly restore: string | null;
  /** What the process was started with; native plugins get the variables that their manifests name. */
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** For tests that kill the host at each step of what it does with plugins. */
  readonly checkpoint?: PluginHostOptions['checkpoint'];
  /** Folder with `bundled.json` and the plugins that it names; undefined for those that came with this host. */
  readonly pluginsDirectory?: string;
}

export interface RunningHost {
  /** Address that a person opens. */
  readonly url: string;
  /** The fetch of the starter model as it stands, or null when there is none. */
  starterPull(): Promise<ModelPull | null>;
  /** Stops taking requests, keeps the text of running answers, and ends. */
  close(): Promise<void>;
}

const webDirectory = resolve(import.meta.dirname, '../../web/dist');
const { version } = packageJson;

/** The composition root: every service is made here, once, and knows only what it is given. */
export async function startHost(options: StartHostOptions): Promise<RunningHost> {
  const { environment, log } = options;
  const dataDirectory = environment.BRAINDRIVE_DATA;
  await mkdir(dataDirectory, { recursive: true, mode: 0o700 });
  const orm = await openDatabase(options);
  const checkpointer = new WalCheckpointer({
    orm,
    path: databasePath(environment),
    onFailure: (cause) => log.warn({ cause }, 'database.checkpointer-failed'),
  });
  await checkpointer.start();
  const secretKey = await loadSecretKey({
    dataDirectory,
    configured: environment.BRAINDRIVE_SECRET_KEY,
    onTightened: (path) => log.warn({ path }, 'secret-key.tightened'),
  });
  let port: number | null = null;
  const core = await createServices({ ...options, orm, secretKey, version, ownPort: () => port });
  const readiness = new Readiness();
  const origins = new OriginReader(
    environment.BRAINDRIVE_TRUSTED_PROXIES,
    environment.BRAINDRIVE_PUBLIC_URL,
  );
  const ports = { ...core, origins, readiness, log, version, webDirectory };
  const server = createServer(createApp(ports));
  const closeWebSockets = mountWebSocket(server, ports);
  const url = await listen(server, environment.PORT, environment.HOST);
  port = (server.address() as AddressInfo).port;
  await core.start();
  readiness.setReady();
  log.info({ url, version }, 'host.ready');
  const close = async () => {
    readiness.setNotReady('stopping');
    const closed = new Promise((done) => server.close(done));
    await closeWebSockets();
    server.closeIdleConnections();
    await core.close();
    server.closeAllConnections();
    await closed;
    await checkpointer.close();
    await orm.close();
    log.info({}, 'host.stopped');
  };
  const starterPull = async () => (await core.services.library.starterFacts()).starter;
  return { url, close, starterPull };
}

const databasePath = (environment: Environment): string =>
  join(environment.BRAINDRIVE_DATA, 'braindrive.sqlite');

async function openDatabase({ environment, log, restore }: StartHostOptions): Promise<Orm> {
  const path = databasePath(environment);
  if (restore !== null) {
    const replaced = await restoreSnapshot(path, resolve(restore), systemClock.now());
    log.info({ snapshot: restore, replaced }, 'database.restored');
  }
  const orm = await createOrm({ entities: coreEntities, path });
  const { applied, snapshotPath } = await migrateDatabase(orm, {
    backupDirectory: join(environment.BRAINDRIVE_DATA, 'backups'),
    now: () => systemClock.now(),
  });
  if (applied.length > 0) log.info({ applied, snapshotPath }, 'database.migrated');
  return orm;
}
