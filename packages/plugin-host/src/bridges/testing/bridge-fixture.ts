import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Role, UserEvent } from '@braindrive/contracts';
import {
  type Actor,
  ConversationService,
  ConversationWriter,
  coreEntities,
  createEgress,
  EventService,
  permissionsOf,
  type ResolveHost,
  SecretBox,
} from '@braindrive/core';
import { createOrm } from '@braindrive/database';
import type { PermissionName, Permissions } from '@braindrive/plugin-sdk';
import {
  type BridgeInput,
  type BridgeItem,
  type BridgeResult,
  bridges as bridgeShapes,
  type LogEntry,
  type StreamBridgeName,
  type UnaryBridgeName,
} from '@braindrive/plugin-sdk/protocol';
import { createFakeClock, createId, createTestOrm, SqlDatabase } from '@braindrive/test-kit';
import type { BridgeCaller } from '../../bridge-caller.ts';
import { PolicyStore } from '../../policy/policy-store.ts';
import type { CallCore } from '../bridge-ports.ts';
import { createBridges } from '../create-bridges.ts';
import { ModelStub } from './model-stub.ts';

export interface InstallOptions {
  readonly ownerId: string;
  readonly slug: string;
  readonly permissions?: Permissions;
  /** Properties of the settings' schema. */
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly jobs?: readonly string[];
}

export interface AskOptions {
  readonly signal?: AbortSignal;
  /** Bodies that params name by number. */
  readonly bodies?: Readonly<Record<number, AsyncIterable<unknown>>>;
}

/** The real bridges on an empty database, with real files and HTTP. Call `stop` at the end. */
export async function startBridgeFixture(
  options: {
    readonly resolve?: ResolveHost;
    readonly callCore?: CallCore;
    /** Keeps the database in this folder too, and leaves it there. */
    readonly dataDirectory?: string;
  } = {},
) {
  const orm = await (options.dataDirectory === undefined
    ? createTestOrm(coreEntities)
    : openOrm(options.dataDirectory));
  const clock = createFakeClock();
  const events = new EventService();
  const dataDirectory = options.dataDirectory ?? (await mkdtemp(join(tmpdir(), 'bridges-')));
  const resolve = options.resolve === undefined ? {} : { resolve: options.resolve };
  const everywhere = createEgress({ policy: { allowsPrivate: true, ownPort: () => null } });
  const publicOnly = createEgress({
    policy: { allowsPrivate: false, ownPort: () => null },
    ...resolve,
  });
  const database = new SqlDatabase(orm);
  const failures: unknown[] = [];
  const logged: (LogEntry & { slug: string })[] = [];
  const started: string[] = [];
  const models = new ModelStub();
  const policies = new PolicyStore({ orm });
  const runs = { stopConversation: async () => {} };
  const conversations = new ConversationService({ orm, clock, events, runs });
  const conversationWriter = new ConversationWriter({ orm, clock, events });
  const log = {
    debug: () => {},
    info: () => {},
    warn: (fields: unknown) => void failures.push(fields),
    error: (fields: unknown) => void failures.push(fields),
  };
  const make = () =>
    createBridges({
      orm,
      clock,
      events,
      dataDirectory,
      log,
      models,
      conversations,
      conversationWriter,
      policy: policies,
      secretBox: new SecretBox(Buffer.alloc(32, 7), 'plugin-secret'),
      egress: { everywhere: everywhere.fetch, publicOnly: publicOnly.fetch },
      jobs: { runNow: async ({ slug }, name) => void started.push(`${slug}.${name}`) },
      logs: { write: ({ slug }, { at: _, ...entry }) => void logged.push({ ...entry, slug }) },
      ...(options.callCore === undefined ? {} : { callCore: options.callCore }),
    });
  let bridges = make();
  const following = new AbortController();
  const stops: (() => Promise<unknown>)[] = [
    () => bridges.flush(),
    () => Promise.all([everywhere.close(), publicOnly.close()]),
    () => orm.close(true),
    async () => {
      if (options.dataDirectory === undefined) await rm(dataDirectory, { recursive: true });
    },
  ];

  const bodyOf = (given: AskOptions) => (stream: number) => given.bodies?.[stream] ?? nothing();

  return {
    clock,
    conversations,
    conversationWriter,
    database,
    dataDirectory,
    events,
    failures,
    logged,
    models,
    orm,
    policies,
    started,
    get bridges() {
      return bridges;
    },
    get data() {
      return bridges.data;
    },
    /** As after a crash: everything that was in memory only is gone. */
    restart: () => {
      bridges = make();
    },

    addPerson: async (role: Role = 'member'): Promise<Actor> => {
      const userId = createId();
      await database.write((session) =>
        session.run(
          `insert into user (id, name, email, role, status, created_at) values (?, ?, ?, ?, 'ready', 1)`,
          userId,
          role,
          `${userId}@home.example`,
          role,
        ),
      );
      return {
        userId,
        role,
        permissions: permissionsOf(role),
        via: 'session',
        sessionId: 'session',
        scopes: null,
      };
    },

    /** Rows as an install leaves them. @returns in whose name the plugin asks then. */
    install: async (install: InstallOptions): Promise<BridgeCaller> => {
      const { ownerId, slug, permissions = {}, settings = {}, jobs = [] } = install;
      const installationId = createId();
      const digest = Buffer.from(`${slug}${JSON.stringify(install)}`)
        .toString('hex')
        .padEnd(64, '0')
        .slice(-64);
      const manifest = {
        slug,
        version: '1.0.0',
        permissions,
        settings: { type: 'object', properties: settings },
      };
      await database.write((session) => {
        session.run(
          `insert or ignore into plugin_version (digest, slug, version, manifest, location, size_bytes, added_at)
           values (?, ?, '1.0.0', ?, 'store', 1, 1)`,
          digest,
          slug,
          JSON.stringify(manifest),
        );
        session.run(
          `insert into plugin_installation (id, owner_id, slug, digest, state, mode, source, data_version, installed_at, updated_at)
           values (?, ?, ?, ?, 'enabled', 'realm', '{"kind":"bundled"}', 1, 1, 1)`,
          installationId,
          ownerId,
          slug,
          digest,
        );
        for (const [permission, value] of Object.entries(permissions)) {
          session.run(
            `insert into plugin_grant (installation_id, permission, value, granted_for, granted_at) values (?, ?, ?, '1.0.0', 1)`,
            installationId,
            permission,
            JSON.stringify(value),
          );
        }
        for (const name of jobs) {
          session.run(
            'insert into plugin_job (installation_id, name, next_run_at) values (?, ?, 1)',
            installationId,
            name,
          );
        }
      });
      return {
        installationId,
        ownerId,
        slug,
        digest,
        version: '1.0.0',
        grants: permissions,
        purpose: { kind: 'call' },
      };
    },

    /** For an installation of an earlier life. */
    callerOf: async (installationId: string): Promise<BridgeCaller> => {
      const [row] = await database.read((session) =>
        session.all<Pick<BridgeCaller, 'ownerId' | 'slug' | 'digest'>>(
          'select owner_id as ownerId, slug, digest from plugin_installation where id = ?',
          installationId,
        ),
      );
      if (row === undefined) throw new Error(`There is no installation ${installationId}.`);
      const grants = { storage: { quotaMB: 5 } };
      return { ...row, installationId, version: '1.0.0', grants, purpose: { kind: 'call' } };
    },

    revoke: (caller: BridgeCaller, permission: PermissionName) =>
      database.write((session) =>
        session.run(
          'delete from plugin_grant where installation_id = ? and permission = ?',
          caller.installationId,
          permission,
        ),
      ),

    /** Asks and checks the answer as the plugin's side does. */
    ask: async <Name extends UnaryBridgeName>(
      caller: BridgeCaller,
      method: Name,
      params: BridgeInput<Name>,
      given: AskOptions = {},
    ): Promise<BridgeResult<Name>> => {
      const answer = await bridges.handle({
        method,
        params,
        caller,
        isStream: false,
        signal: given.signal ?? new AbortController().signal,
        readBody: bodyOf(given),
      });
      const shape = bridgeShapes[method] as {
        result: { parse(value: unknown): BridgeResult<Name> };
      };
      return shape.result.parse(JSON.parse(JSON.stringify(answer)));
    },

    follow: <Name extends StreamBridgeName>(
      caller: BridgeCaller,
      method: Name,
      params: BridgeInput<Name>,
      given: AskOptions = {},
    ) =>
      bridges.handle({
        method,
        params,
        caller,
        isStream: true,
        signal: given.signal ?? new AbortController().signal,
        readBody: bodyOf(given),
      }) as AsyncGenerator<BridgeItem<Name> | Uint8Array, void>,

    /** Collects what a person's open page is told from now on. */
    openPage: (actor: Actor): UserEvent[] => {
      const told: UserEvent[] = [];
      void (async () => {
        for await (const event of events.follow(actor, following.signal)) told.push(event);
      })();
      return told;
    },

    /** Starts a server on this machine. @returns its port. */
    serve: async (listener: RequestListener): Promise<number> => {
      const server = createServer(listener);
      await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
      stops.unshift(() => {
        server.closeAllConnections();
        return new Promise((closed) => server.close(closed));
      });
      return (server.address() as AddressInfo).port;
    },

    stop: async () => {
      following.abort();
      for (const stop of stops) await stop();
    },
  };
}

async function openOrm(directory: string) {
  const orm = await createOrm({ entities: coreEntities, path: join(directory, 'test.sqlite') });
  await orm.migrator.up();
  return orm;
}

export type BridgeFixture = Awaited<ReturnType<typeof startBridgeFixture>>;

async function* nothing(): AsyncGenerator<never> {}

/** All items of a stream: the JSON ones, and the bytes together. */
export async function readAll<Item>(
  stream: AsyncIterable<Item | Uint8Array>,
): Promise<{ items: Item[]; bytes: Buffer }> {
  const items: Item[] = [];
  const pieces: Uint8Array[] = [];
  for await (const item of stream) {
    if (item instanceof Uint8Array) pieces.push(Buffer.from(item));
    else items.push(item);
  }
  return { items, bytes: Buffer.concat(pieces) };
}

/** Lets everything that is due now happen. */
export const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
};
