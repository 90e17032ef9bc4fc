import { EventEmitter, on } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Boot, InstalledPlugin, UserEvent } from '@braindrive/contracts';
import { framePage } from '@braindrive/plugin-sdk/frame-page';
import { initTRPC, TRPCError } from '@trpc/server';
import { nodeHTTPRequestHandler } from '@trpc/server/adapters/node-http';
import { applyWSSHandler } from '@trpc/server/adapters/ws';
import superjson from 'superjson';
import { WebSocketServer } from 'ws';
import type { BuiltFixture } from './plugin-fixtures.ts';

const webFolder = fileURLToPath(new URL('../../apps/web/dist/', import.meta.url));
const types: Readonly<Record<string, string>> = {
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

/** The host of a page whose plugins a test installs, updates and removes by hand. */
export interface PluginPageServer {
  readonly url: string;
  /** Shows a plugin on every open page, in place of its version before. */
  readonly show: (plugin: InstalledPlugin) => void;
  readonly remove: (slug: string) => void;
  readonly emit: (event: UserEvent) => void;
  /** What front-ends reported, as `slug component: message`. */
  readonly faults: string[];
  readonly state: Map<string, unknown>;
  readonly close: () => Promise<void>;
}

const pagePolicy = (nonce: string) =>
  [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data: blob: https:",
    "font-src 'self'",
    "connect-src 'self'",
    "frame-src 'self'",
    "base-uri 'none'",
    "object-src 'none'",
    "frame-ancestors 'none'",
  ].join('; ');

const emptyBoot: Boot = {
  instance: { version: '0.1.0', needsOwner: false, canRegister: false, firstRun: null },
  user: {
    id: '01a',
    name: 'Ada',
    email: 'ada@home.example',
    role: 'owner',
    permissions: ['plugin.use', 'plugin.install', 'instance.manage'],
    avatarUrl: null,
    createdAt: new Date(0),
  },
  conversations: { items: [], nextCursor: null },
  models: [],
  defaultModel: null,
  pulls: [],
  plugins: [],
  pluginOperations: [],
};

interface Facts {
  boot: Boot;
  readonly faults: string[];
  readonly state: Map<string, unknown>;
  readonly settings: Record<string, unknown>;
  readonly events: EventEmitter;
  readonly show: (plugin: InstalledPlugin) => void;
}

const withSlug = (value: unknown) => value as { slug: string };

function createRouter(facts: Facts) {
  const { router, procedure } = initTRPC.create({ transformer: superjson });
  const stateInput = (value: unknown) => value as { slug: string; key: string; value?: unknown };
  const greetings = router({
    greet: procedure
      .input((value: unknown) => value as { name: string })
      .query(({ input }) => `Hello ${input.name}, from the server`),
    ticks: procedure.subscription(async function* () {
      yield 1;
      yield 2;
    }),
  });
  return router({
    instance: router({ boot: procedure.query(() => facts.boot) }),
    account: router({ me: procedure.query(() => facts.boot.user) }),
    event: router({
      follow: procedure.subscription(async function* ({ signal }) {
        for await (const [event] of on(facts.events, 'event', signal ? { signal } : {})) {
          yield event as UserEvent;
        }
      }),
    }),
    plugin: router({
      detail: procedure.input(withSlug).query(() => ({ settings: facts.settings })),
      updateSettings: procedure
        .input((value: unknown) => value as { settings: Record<string, unknown> })
        .mutation(({ input }) => {
          Object.assign(facts.settings, input.settings);
          return { settings: { ...facts.settings } };
        }),
      readState: procedure
        .input(stateInput)
        .query(({ input }) => facts.state.get(`${input.slug} ${input.key}`) ?? null),
      writeState: procedure.input(stateInput).mutation(({ input }) => {
        facts.state.set(`${input.slug} ${input.key}`, input.value);
      }),
      reportUiError: procedure
        .input((value: unknown) => value as { slug: string; component: string; message: string })
        .mutation(({ input: { slug, component, message } }) => {
          facts.faults.push(`${slug} ${component}: ${message}`);
        }),
      disable: procedure.input(withSlug).mutation(({ input }) => {
        const plugin = facts.boot.plugins.find(({ slug }) => slug === input.slug);
        if (plugin === undefined) throw new TRPCError({ code: 'NOT_FOUND' });
        facts.show({ ...plugin, state: 'disabled' });
      }),
    }),
    plugins: router({ greeter: greetings, boxed: greetings }),
  });
}

async function sendFile(response: ServerResponse, path: string): Promise<boolean> {
  const content = await readFile(path).catch(() => null);
  if (content === null) return false;
  response.writeHead(200, {
    'Content-Type': types[extname(path)] ?? 'application/octet-stream',
    'Access-Control-Allow-Origin': '*',
    'X-Content-Type-Options': 'nosniff',
  });
  response.end(content);
  return true;
}

/** Starts the built web page with a host of a few procedures behind it. */
export async function startPluginPageServer(
  fixtures: readonly BuiltFixture[],
): Promise<PluginPageServer> {
  const events = new EventEmitter();
  const tell = (event: UserEvent) => void events.emit('event', event);
  const facts: Facts = {
    boot: emptyBoot,
    faults: [],
    state: new Map(),
    settings: { word: 'hello' },
    events,
    show: (plugin) => {
      const others = facts.boot.plugins.filter(({ slug }) => slug !== plugin.slug);
      facts.boot = { ...facts.boot, plugins: [...others, plugin] };
      tell({ type: 'plugin-changed', plugin });
    },
  };
  const router = createRouter(facts);

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    if (pathname.startsWith('/trpc/')) {
      const path = pathname.slice('/trpc/'.length);
      return nodeHTTPRequestHandler({
        router,
        req: request,
        res: response,
        path,
        createContext: () => ({}),
      });
    }
    const fixture = fixtures.find(({ baseUrl }) => pathname.startsWith(baseUrl));
    if (fixture !== undefined && pathname === `${fixture.baseUrl}frame.html`) {
      const page = framePage(`http://${request.headers.host}`, fixture.baseUrl, fixture.slug);
      response.writeHead(200, page.headers).end(page.html);
      return;
    }
    const folder = fixture?.directory ?? webFolder;
    const below = normalize(pathname.slice(fixture?.baseUrl.length ?? 1));
    if (extname(below) !== '' && (await sendFile(response, join(folder, below)))) return;
    const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('base64');
    const html = await readFile(join(webFolder, 'index.html'), 'utf8');
    response.writeHead(200, {
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': pagePolicy(nonce),
    });
    response.end(html.replaceAll('__CSP_NONCE__', nonce));
  }

  const server = createServer((request, response) => void answer(request, response));
  const sockets = new WebSocketServer({ server, path: '/trpc' });
  applyWSSHandler({ wss: sockets, router, createContext: () => ({}) });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    show: facts.show,
    remove: (slug) => {
      const plugins = facts.boot.plugins.filter((plugin) => plugin.slug !== slug);
      facts.boot = { ...facts.boot, plugins };
      tell({ type: 'plugin-removed', slug });
    },
    emit: tell,
    faults: facts.faults,
    state: facts.state,
    close: async () => {
      for (const socket of sockets.clients) socket.terminate();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
