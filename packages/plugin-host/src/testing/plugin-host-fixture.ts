import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { PluginOperation, Role, UserEvent } from '@braindrive/contracts';
import {
  type Actor,
  AuditService,
  coreEntities,
  createEgress,
  EventService,
  type Log,
  permissionsOf,
  SecretBox,
  UserEntity,
} from '@braindrive/core';
import {
  createFakeClock,
  createId,
  createTestOrm,
  type FakeClock,
  type Orm,
} from '@braindrive/test-kit';
import {
  createPluginHost,
  type PluginHost,
  type PluginHostOptions,
} from '../create-plugin-services.ts';
import { publicGitHub } from '../sources/index.ts';
import type { BundledFolder } from '../store/index.ts';
import { type LivingPlugin, livingPlugin } from './living-plugin.ts';
import { asFolder, asTgz } from './sample-plugin.ts';
import { temporaryFolder } from './temporary-folder.ts';

const silentLog: Log = { debug() {}, info() {}, warn() {}, error() {} };

/** Services of core that no test here asks. */
const unused = <Port extends object>(name: string): Port =>
  new Proxy({} as Port, {
    get: () => {
      throw new Error(`${name} was asked unexpectedly.`);
    },
  });

export interface PluginHostFixture extends AsyncDisposable {
  readonly orm: Orm;
  readonly clock: FakeClock;
  readonly events: EventService;
  readonly directory: string;
  /** Paths of all files of the host. */
  files(): Promise<string[]>;
  /** The host as it runs now; another one after {@link restart}. */
  readonly host: PluginHost;
  /** A new person. The first is the owner. */
  join(role?: Role): Promise<Actor>;
  /** Writes a built plugin among those that come with the host. Counts from the next start. */
  bundle(plugin: LivingPlugin, isOffered?: boolean): Promise<void>;
  /** Installs an archive as an upload and agrees to everything. */
  install(actor: Actor, plugin: LivingPlugin): Promise<PluginOperation>;
  /** The same without answering. */
  upload(actor: Actor, files: Readonly<Record<string, string>>): Promise<PluginOperation>;
  call(actor: Actor, path: string, input?: unknown, slug?: string): Promise<unknown>;
  /** Types of the events that a person got so far. */
  eventsOf(actor: Actor): UserEvent[];
  /** Ends the processes and begins anew over the same data: what was under way is as after a kill. */
  restart(options?: Partial<PluginHostOptions>): Promise<PluginHost>;
}

const queries = new Set(['version', 'read', 'jobRuns', 'hooks']);

/** A plugin host over a database in memory, with real files and real processes. */
export async function createPluginHostFixture(
  options: Partial<PluginHostOptions> = {},
  /** A database and a folder that are there already and stay, as another process left them. */
  place: { readonly orm: Orm; readonly path: string } | null = null,
): Promise<PluginHostFixture> {
  const folder = await temporaryFolder();
  const orm = place?.orm ?? (await createTestOrm(coreEntities));
  const clock = createFakeClock();
  const events = new EventService();
  const egress = createEgress({ policy: { allowsPrivate: true, ownPort: () => null } });
  const bundled: BundledFolder[] = [];
  const received = new Map<string, UserEvent[]>();
  const following = new AbortController();
  const create = (more: Partial<PluginHostOptions>): Promise<PluginHost> =>
    createPluginHost({
      orm,
      clock,
      events,
      log: silentLog,
      audit: new AuditService({ orm, clock }),
      dataDirectory: place?.path ?? folder.path,
      hostVersion: '1.4.0',
      sharedVersions: { react: '19.3.1' },
      bundled,
      secretBox: new SecretBox(Buffer.alloc(32, 1), 'plugin-secret'),
      egress: { everywhere: egress.fetch, publicOnly: egress.fetch },
      gitHub: publicGitHub,
      core: {
        models: unused('models'),
        conversations: unused('conversations'),
        conversationWriter: unused('conversationWriter'),
      },
      ...options,
      ...more,
    });
  let host = await create({});
  await host.start();
  const fixture: PluginHostFixture = {
    orm,
    clock,
    events,
    directory: folder.path,
    files: () => folder.files(),
    get host() {
      return host;
    },
    join: async (role = 'owner') => {
      const actor = await addUser(orm, role);
      const seen: UserEvent[] = [];
      received.set(actor.userId, seen);
      void follow(events.follow(actor, following.signal), seen);
      return actor;
    },
    bundle: async (plugin, isOffered = false) => {
      const files = livingPlugin(plugin);
      const name = `${plugin.slug ?? 'notes'}-${plugin.version ?? '1.0.0'}`;
      const directory = join(folder.path, 'bundled', name);
      await mkdir(directory, { recursive: true });
      await asFolder(files, directory);
      const slug = plugin.slug ?? 'notes';
      const place = bundled.findIndex((other) => other.slug === slug);
      const entry = { slug, directory, isOffered };
      if (place === -1) bundled.push(entry);
      else bundled[place] = entry;
    },
    install: async (actor, plugin) => {
      const { operations } = host.services;
      const asked = await fixture.upload(actor, livingPlugin(plugin));
      if (asked.state !== 'consent') return asked;
      await operations.consent(actor, asked.id, true);
      return await operations.settled(actor, asked.id);
    },
    upload: async (actor, files) => {
      const { operations } = host.services;
      const bytes = asTgz(files);
      const started = await operations.installUpload(
        actor,
        'notes.tgz',
        bytes.length,
        chunks(bytes),
      );
      return await operations.settled(actor, started.id);
    },
    call: (actor, path, input, slug = 'notes') =>
      host.services.calls.call(
        actor,
        slug,
        { path, type: queries.has(path) ? 'query' : 'mutation' },
        input,
        new AbortController().signal,
      ),
    eventsOf: (actor) => received.get(actor.userId) ?? [],
    restart: async (more = {}) => {
      await host.supervisor.close();
      host = await create(more);
      await host.start();
      return host;
    },
    [Symbol.asyncDispose]: async () => {
      following.abort();
      await host.close();
      await egress.close();
      if (place === null) await orm.close(true);
      await folder[Symbol.asyncDispose]();
    },
  };
  return fixture;
}

async function addUser(orm: Orm, role: Role): Promise<Actor> {
  const id = createId();
  const em = orm.em.fork();
  em.create(UserEntity, {
    id,
    name: `Person ${id.slice(-4)}`,
    email: `${id}@home.example`,
    role,
    status: 'ready',
    avatarFile: null,
    defaultConnectionId: null,
    defaultModelId: null,
    createdAt: new Date(0),
  });
  await em.flush();
  return actorFor(id, role);
}

/** A person who is in the database, signed in. */
export const actorFor = (userId: string, role: Role): Actor => ({
  userId,
  role,
  permissions: permissionsOf(role),
  via: 'session',
  sessionId: null,
  scopes: null,
});

async function* chunks(bytes: Buffer): AsyncGenerator<Uint8Array> {
  for (let offset = 0; offset < bytes.length; offset += 4_096) {
    yield bytes.subarray(offset, offset + 4_096);
  }
}

async function follow(events: AsyncIterable<UserEvent>, seen: UserEvent[]): Promise<void> {
  for await (const event of events) seen.push(event);
}
