import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Role, UserEvent } from '@braindrive/contracts';
import { createId } from '@braindrive/database';
import type { ModelProvider } from '@braindrive/plugin-sdk/server';
import { createFakeClock, createTestOrm } from '@braindrive/test-kit';
import { AuditService } from '../../audit/index.ts';
import { createEgress } from '../../egress/index.ts';
import { coreEntities } from '../../entities.ts';
import { EventService } from '../../events/index.ts';
import type { Log } from '../../log.ts';
import { SecretBox } from '../../secrets/index.ts';
import { type Actor, rolePermissions, UserEntity } from '../../users/index.ts';
import { type ConnectionServicesPorts, createConnectionServices } from '../connection-services.ts';
import { httpProvider } from './http-provider.ts';

/** Model servers answer with this; a test changes it. */
export interface ServerScript {
  models: string[];
  /** Answers in place of the list. */
  answer?: (request: IncomingMessage, response: ServerResponse) => void;
  /** Authorization headers in the order they came. */
  readonly keys: (string | undefined)[];
}

/** The services on an empty database, with real HTTP around them. Call `stop` at the end. */
export async function startConnectionFixture(
  options: {
    readonly providers?: readonly ModelProvider[];
    readonly limits?: ConnectionServicesPorts['limits'];
    readonly mayMembersReachPrivate?: boolean;
  } = {},
) {
  const orm = await createTestOrm(coreEntities);
  const clock = createFakeClock();
  const events = new EventService();
  const lines: string[] = [];
  const log = recordingLog(lines);
  const dataDirectory = await mkdtemp(join(tmpdir(), 'connections-'));
  const everywhere = createEgress({ policy: { allowsPrivate: true, ownPort: () => null } });
  const publicOnly = createEgress({ policy: { allowsPrivate: false, ownPort: () => null } });
  const services = createConnectionServices({
    orm,
    clock,
    events,
    log,
    dataDirectory,
    audit: new AuditService({ orm, clock }),
    secretBox: new SecretBox(Buffer.alloc(32, 7), 'connection'),
    providers: options.providers ?? [httpProvider],
    egress: { everywhere: everywhere.fetch, publicOnly: publicOnly.fetch },
    mayMembersReachPrivate: options.mayMembersReachPrivate ?? false,
    ...(options.limits === undefined ? {} : { limits: options.limits }),
  });
  const stops: (() => Promise<unknown>)[] = [
    () => services.close(),
    () => Promise.all([everywhere.close(), publicOnly.close()]),
    () => orm.close(true),
    () => rm(dataDirectory, { recursive: true }),
  ];
  const following = new AbortController();

  return {
    ...services,
    orm,
    clock,
    dataDirectory,
    /** Every log line as JSON. */
    lines,
    addUser: async (role: Role): Promise<Actor> => {
      const userId = createId();
      const em = orm.em.fork();
      em.create(UserEntity, {
        id: userId,
        name: role,
        email: `${userId}@home.example`,
        role,
        status: 'ready',
        avatarFile: null,
        defaultConnectionId: null,
        defaultModelId: null,
        createdAt: clock.now(),
      });
      await em.flush();
      return {
        userId,
        role,
        permissions: new Set(rolePermissions[role]),
        via: 'session',
        sessionId: 'session',
        scopes: null,
      };
    },
    /** Collects what a person is told from now on. */
    follow: (actor: Actor): UserEvent[] => {
      const told: UserEvent[] = [];
      void (async () => {
        for await (const event of events.follow(actor, following.signal)) told.push(event);
      })();
      return told;
    },
    /** Starts a model server on this machine. */
    addServer: async (models: string[] = ['one', 'two']) => {
      const script: ServerScript = { models, keys: [] };
      const server = createServer((request, response) => {
        script.keys.push(request.headers.authorization);
        if (script.answer !== undefined) return script.answer(request, response);
        response.end(JSON.stringify({ models: script.models }));
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const stop = () => {
        server.closeAllConnections();
        return new Promise((resolve) => server.close(resolve));
      };
      stops.unshift(stop);
      const { port } = server.address() as AddressInfo;
      return { script, stop, baseUrl: `http://127.0.0.1:${port}` };
    },
    stop: async () => {
      following.abort();
      for (const stop of stops) await stop();
    },
  };
}
export type ConnectionFixture = Awaited<ReturnType<typeof startConnectionFixture>>;

function recordingLog(lines: string[]): Log {
  const line = (fields: Record<string, unknown>, event: string) => {
    const plain = Object.entries(fields).map(([name, value]) => [
      name,
      value instanceof Error ? `${value.stack} ${String(value.cause)}` : value,
    ]);
    lines.push(JSON.stringify({ event, ...Object.fromEntries(plain) }));
  };
  return { debug: line, info: line, warn: line, error: line };
}
