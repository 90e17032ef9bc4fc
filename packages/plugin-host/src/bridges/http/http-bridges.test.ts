import type { RequestListener } from 'node:http';
import type { ResolveHost } from '@braindrive/core';
import { afterEach, describe, expect, it } from 'vitest';
import type { BridgeCaller } from '../../bridge-caller.ts';
import { type BridgeFixture, readAll, startBridgeFixture } from '../testing/bridge-fixture.ts';

let fixture: BridgeFixture;
afterEach(() => fixture.stop());

async function start(hosts: readonly string[], resolve?: ResolveHost): Promise<BridgeCaller> {
  fixture = await startBridgeFixture(resolve === undefined ? {} : { resolve });
  return installWith(hosts);
}

async function installWith(hosts: readonly string[]): Promise<BridgeCaller> {
  const { userId } = await fixture.addPerson();
  return fixture.install({
    ownerId: userId,
    slug: 'web',
    permissions: { http: { hosts: [...hosts] } },
  });
}

/** Serves, and grants the address with its port. */
async function startWith(
  listener: RequestListener,
): Promise<{ caller: BridgeCaller; url: string }> {
  fixture = await startBridgeFixture();
  const port = await fixture.serve(listener);
  const caller = await installWith([`127.0.0.1:${port}`]);
  return { caller, url: `http://127.0.0.1:${port}/` };
}

const get = (caller: BridgeCaller, url: string, more: object = {}) =>
  readAll(fixture.follow(caller, 'http.fetch', { url, ...more }));

describe('a request', () => {
  it('reaches a granted address and brings head and bytes', async () => {
    const { caller, url } = await startWith((request, response) => {
      response.writeHead(404, 'Nope', { 'x-method': request.method, 'set-cookie': 'a=b' });
      response.end('not here');
    });
    const { items, bytes } = await get(caller, url, { method: 'DELETE' });
    expect(items).toMatchObject([{ status: 404, statusText: 'Nope', url, isRedirected: false }]);
    const names = items[0]?.headers.map(([name]) => name);
    expect(names).toContain('x-method');
    expect(names).not.toContain('set-cookie');
    expect(bytes.toString()).toBe('not here');
  });

  it('sends headers and a body in pieces, but no header that is the host’s own', async () => {
    const { caller, url } = await startWith((request, response) => {
      let text = '';
      request.on('data', (chunk) => {
        text += chunk;
      });
      request.on('end', () => response.end(JSON.stringify({ headers: request.headers, text })));
    });
    const body = (async function* () {
      yield Buffer.from('one ');
      yield Buffer.from('two');
    })();
    const stream = fixture.follow(
      caller,
      'http.fetch',
      {
        url,
        method: 'POST',
        body: { stream: 7 },
        headers: [
          ['Authorization', 'Bearer x'],
          ['Cookie', 'a=b'],
          ['Host', 'evil.example'],
          ['X-Forwarded-For', '1.2.3.4'],
          ['Content-Length', '1'],
        ],
      },
      { bodies: { 7: body } },
    );
    const { headers, text } = JSON.parse((await readAll(stream)).bytes.toString());
    expect(text).toBe('one two');
    expect(headers).toMatchObject({ authorization: 'Bearer x', host: new URL(url).host });
    expect(headers).not.toHaveProperty('cookie');
    expect(headers).not.toHaveProperty('x-forwarded-for');
  });

  it('ends at the server when the plugin leaves the answer', async () => {
    const closed = Promise.withResolvers<void>();
    const { caller, url } = await startWith((_, response) => {
      response.write('first');
      response.on('close', () => closed.resolve());
    });
    const stream = fixture.follow(caller, 'http.fetch', { url });
    await stream.next();
    await stream.next();
    await stream.return();
    await closed.promise;
  });

  it('ends at the server when it is aborted before the answer', async () => {
    const arrived = Promise.withResolvers<void>();
    const closed = Promise.withResolvers<void>();
    const { caller, url } = await startWith((request) => {
      arrived.resolve();
      request.on('close', () => closed.resolve());
    });
    const abort = new AbortController();
    const head = fixture.follow(caller, 'http.fetch', { url }, { signal: abort.signal }).next();
    await arrived.promise;
    abort.abort();
    await expect(head).rejects.toMatchObject({ code: 'rpc/cancelled' });
    await closed.promise;
  });

  it('gives up on a server that says nothing', async () => {
    const { caller, url } = await startWith((_, response) => void response.write('a'));
    await expect(get(caller, url, { timeoutMs: 50 })).rejects.toMatchObject({
      code: 'http/timeout',
    });
  });

  it('says that nobody answers', async () => {
    const { caller, url } = await startWith((request) => request.socket.destroy());
    await expect(get(caller, url)).rejects.toMatchObject({
      code: 'http/unreachable',
      details: { reason: expect.any(String) },
    });
  });

  it('cuts an answer that is too large, packed or not, and a request too', async () => {
    const { gzipSync } = await import('node:zlib');
    const bomb = gzipSync(Buffer.alloc(40 * 1_048_576));
    const { caller, url } = await startWith((request, response) => {
      request.resume();
      if (request.url === '/bomb') {
        response.setHeader('content-encoding', 'gzip');
        response.end(bomb);
      } else if (request.method === 'GET') response.end(Buffer.alloc(11 * 1_048_576));
    });
    await expect(get(caller, url)).rejects.toMatchObject({ code: 'http/too-large' });
    await expect(get(caller, `${url}bomb`)).rejects.toMatchObject({ code: 'http/too-large' });
    const endless = async function* () {
      for (;;) yield Buffer.alloc(65_536);
    };
    const upload = fixture.follow(
      caller,
      'http.fetch',
      { url, method: 'POST', body: { stream: 1 } },
      { bodies: { 1: endless() } },
    );
    await expect(readAll(upload)).rejects.toMatchObject({ code: 'http/too-large' });
  });

  it('counts, and counts the use of the grant, without a write for each', async () => {
    const { caller, url } = await startWith((_, response) => response.end());
    await get(caller, url);
    await get(caller, url);
    const counts = () =>
      fixture.database.read((session) => ({
        grant: session.get('select use_count as count, last_used_at as at from plugin_grant'),
        usage: session.get('select requests, day from plugin_usage'),
      }));
    expect(await counts()).toMatchObject({ grant: { count: 0 }, usage: null });
    await fixture.bridges.flush();
    await fixture.bridges.flush();
    expect(await counts()).toEqual({
      grant: { count: 2, at: fixture.clock.now().getTime() },
      usage: { requests: 2, day: '2026-03-01' },
    });
  });
});

describe('a redirect', () => {
  it('is followed within the granted hosts, without keys for another origin', async () => {
    fixture = await startBridgeFixture();
    const seen: (string | undefined)[] = [];
    const target = await fixture.serve((request, response) => {
      seen.push(request.headers.authorization);
      response.end('there');
    });
    const port = await fixture.serve((_, response) => {
      response.writeHead(302, { location: `http://127.0.0.1:${target}/end` }).end();
    });
    const caller = await installWith([`127.0.0.1:${port}`, `127.0.0.1:${target}`]);
    const url = `http://127.0.0.1:${port}/`;
    const { items, bytes } = await get(caller, url, { headers: [['authorization', 'secret']] });
    expect(items).toMatchObject([{ url: `http://127.0.0.1:${target}/end`, isRedirected: true }]);
    expect(bytes.toString()).toBe('there');
    expect(seen).toEqual([undefined]);
    expect((await get(caller, url, { redirect: 'manual' })).items).toMatchObject([{ status: 302 }]);
    await expect(get(caller, url, { redirect: 'error' })).rejects.toMatchObject({
      code: 'http/too-many-redirects',
    });
  });

  it.each([
    ['to a host that was not granted', 'http://other.example/', 'http/host-not-allowed'],
    ['to another port of the same host', 'http://127.0.0.1:1/', 'http/host-not-allowed'],
    ['to the metadata of a cloud', 'http://169.254.169.254/latest/', 'http/host-not-allowed'],
    ['to a file', 'file:///etc/passwd', 'http/address-refused'],
  ])('%s is refused', async (_, location, code) => {
    const { caller, url } = await startWith((__, response) => {
      response.writeHead(307, { location }).end();
    });
    await expect(get(caller, url)).rejects.toMatchObject({ code });
  });

  it('in a circle ends', async () => {
    const { caller, url } = await startWith((_, response) => {
      response.writeHead(302, { location: '/again' }).end();
    });
    await expect(get(caller, url)).rejects.toMatchObject({ code: 'http/too-many-redirects' });
  });
});

describe('the way out', () => {
  it.each([
    'http://127.0.0.1:PORT/',
    'http://2130706433:PORT/',
    'http://[::1]:PORT/',
    'http://[::ffff:127.0.0.1]:PORT/',
    'http://localhost:PORT/',
    'http://169.254.169.254/',
    'http://10.0.0.1/',
    'http://[fd00:ec2::254]/',
    'http://0.0.0.0:PORT/',
  ])('of a plugin that may ask anybody does not lead to %s', async (template) => {
    const caller = await start(['*']);
    let requests = 0;
    const port = await fixture.serve((_, response) => {
      requests++;
      response.end();
    });
    await expect(get(caller, template.replace('PORT', String(port)))).rejects.toMatchObject({
      code: 'http/address-refused',
    });
    expect(requests).toBe(0);
  });

  it('does not lead to a private address behind a granted name', async () => {
    const caller = await start(['api.example.com'], async () => [
      { address: '127.0.0.1', family: 4 },
    ]);
    await expect(get(caller, 'http://api.example.com/')).rejects.toMatchObject({
      code: 'http/address-refused',
    });
  });

  it('does not follow a name that becomes a private address between two looks', async () => {
    const answers = ['93.184.215.14', '127.0.0.1'];
    let requests = 0;
    let lookups = 0;
    const resolve: ResolveHost = async () => {
      lookups++;
      return [{ address: answers[Math.min(lookups - 1, 1)] ?? '', family: 4 }];
    };
    fixture = await startBridgeFixture({ resolve });
    const port = await fixture.serve((_, response) => {
      requests++;
      response.end();
    });
    const caller = await installWith([`api.example.com:${port}`]);
    const abort = new AbortController();
    const first = fixture.follow(
      caller,
      'http.fetch',
      { url: `http://api.example.com:${port}/`, timeoutMs: 100 },
      { signal: abort.signal },
    );
    await expect(readAll(first)).rejects.toBeDefined();
    await expect(get(caller, `http://api.example.com:${port}/`)).rejects.toMatchObject({
      code: 'http/address-refused',
    });
    expect(requests).toBe(0);
    expect(lookups).toBe(2);
  });

  it('of a connection is its own, whatever hosts are granted', async () => {
    const asked: string[] = [];
    const plain = await start(['api.example.com']);
    const caller: BridgeCaller = {
      ...plain,
      purpose: {
        kind: 'connection',
        fetch: async (url) => {
          asked.push(String(url));
          return new Response(Buffer.alloc(11 * 1_048_576));
        },
      },
    };
    await fixture.revoke(plain, 'http');
    const { bytes } = await get(caller, 'http://192.168.1.5:11434/api/tags');
    expect(bytes.byteLength).toBe(11 * 1_048_576);
    expect(asked).toEqual(['http://192.168.1.5:11434/api/tags']);
    await expect(get(plain, 'https://api.example.com/')).rejects.toMatchObject({
      code: 'permission/not-granted',
    });
  });
});
