import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createEgress, type Egress } from './egress.ts';
import type { EgressPolicy } from './egress-policy.ts';
import type { ResolveHost } from './guarded-connector.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function serve(listener: RequestListener): Promise<{ port: number; server: Server }> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanups.push(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });
  return { port: (server.address() as AddressInfo).port, server };
}

function egressWith(policy: Partial<EgressPolicy> = {}, resolve?: ResolveHost): Egress {
  const egress = createEgress({
    policy: { allowsPrivate: true, ownPort: () => null, ...policy },
    ...(resolve === undefined ? {} : { resolve }),
  });
  cleanups.push(() => egress.close());
  return egress;
}

const loopback: ResolveHost = async () => [{ address: '127.0.0.1', family: 4 }];
const refused = { name: 'DomainError', code: 'ADDRESS_REFUSED' };

describe('an address', () => {
  it('called localhost is reached at whichever of its addresses answers', async () => {
    const { port } = await serve((_, response) => response.end('here'));
    const response = await egressWith().fetch(`http://localhost:${port}/`);
    expect(await response.text()).toBe('here');
  });

  it('in a private network is reached by those who may', async () => {
    const { port } = await serve((_, response) => response.end('here'));
    const response = await egressWith().fetch(`http://127.0.0.1:${port}/`);
    expect(await response.text()).toBe('here');
  });

  it.each([
    '127.0.0.1',
    '2130706433',
    '0x7f.1',
    '017700000001',
    '[::1]',
    '[::ffff:127.0.0.1]',
    'localhost',
  ])('on this machine, written %s, is not reached by those who may not', async (host) => {
    let requests = 0;
    const { port } = await serve((_, response) => {
      requests++;
      response.end();
    });
    const egress = egressWith({ allowsPrivate: false });
    await expect(egress.fetch(`http://${host}:${port}/`)).rejects.toMatchObject(refused);
    expect(requests).toBe(0);
  });

  it.each([
    '169.254.169.254',
    '0.0.0.0',
    '[::]',
    '[fe80::1]',
    '[fd00:ec2::254]',
    '[::ffff:a9fe:a9fe]',
    '224.0.0.1',
  ])('that no server may have, %s, is reached by nobody', async (host) => {
    await expect(egressWith().fetch(`http://${host}/`)).rejects.toMatchObject(refused);
  });

  it('of the host itself is refused, under its name too', async () => {
    const { port } = await serve((_, response) => response.end());
    const egress = egressWith({ ownPort: () => port }, loopback);
    await expect(egress.fetch(`http://127.0.0.1:${port}/`)).rejects.toMatchObject(refused);
    await expect(egress.fetch(`http://my-host.example:${port}/`)).rejects.toMatchObject(refused);
  });

  it.each(['file:///etc/passwd', 'ftp://example.org/', 'data:text/plain,hello', 'nonsense'])(
    'that is not a web address, %s, is refused',
    async (url) => {
      await expect(egressWith().fetch(url)).rejects.toMatchObject(refused);
    },
  );
});

describe('a name', () => {
  it('is judged by the address it stands for when the connection is made', async () => {
    const { port } = await serve((_, response) =>
      response.setHeader('connection', 'close').end('first'),
    );
    const answers = ['127.0.0.1', '169.254.169.254'];
    const egress = egressWith({}, async () => [{ address: answers.shift() ?? '', family: 4 }]);
    const url = `http://rebinding.example:${port}/`;
    expect(await (await egress.fetch(url)).text()).toBe('first');
    await expect(egress.fetch(url)).rejects.toMatchObject(refused);
  });

  it('with an allowed and a refused address is connected to at the allowed one', async () => {
    const { port } = await serve((_, response) => response.end('allowed'));
    const egress = egressWith({}, async () => [
      { address: '169.254.169.254', family: 4 },
      { address: '127.0.0.1', family: 4 },
    ]);
    expect(await (await egress.fetch(`http://two.example:${port}/`)).text()).toBe('allowed');
  });

  it('that does not exist fails as fetch does', async () => {
    const egress = egressWith({}, async () => {
      throw Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' });
    });
    await expect(egress.fetch('http://missing.example/')).rejects.toMatchObject({
      name: 'TypeError',
      cause: { code: 'ENOTFOUND' },
    });
  });
});

describe('a redirect', () => {
  it('to a refused address is not followed', async () => {
    const { port } = await serve((_, response) =>
      response.writeHead(302, { location: 'http://169.254.169.254/latest/meta-data' }).end(),
    );
    await expect(egressWith().fetch(`http://127.0.0.1:${port}/`)).rejects.toMatchObject(refused);
  });

  it('to another scheme is not followed', async () => {
    const { port } = await serve((_, response) =>
      response.writeHead(302, { location: 'file:///etc/passwd' }).end(),
    );
    await expect(egressWith().fetch(`http://127.0.0.1:${port}/`)).rejects.toMatchObject(refused);
  });

  it('to another origin gets no key, one to the same origin keeps it', async () => {
    const seen: unknown[] = [];
    const other = await serve((request, response) => {
      seen.push([
        request.headers.authorization,
        request.headers['x-api-key'],
        request.headers.accept,
      ]);
      response.end('done');
    });
    const { port } = await serve((request, response) => {
      seen.push([request.url, request.headers.authorization]);
      const location = request.url === '/a' ? '/b' : `http://127.0.0.1:${other.port}/c`;
      response.writeHead(307, { location }).end();
    });
    const response = await egressWith().fetch(`http://127.0.0.1:${port}/a`, {
      headers: { authorization: 'Bearer key', 'X-Api-Key': 'key', accept: 'text/plain' },
    });
    expect(await response.text()).toBe('done');
    expect(seen).toEqual([
      ['/a', 'Bearer key'],
      ['/b', 'Bearer key'],
      [undefined, undefined, 'text/plain'],
    ]);
  });

  it('after a POST becomes a GET with 303 and stays a POST with 307', async () => {
    const seen: string[] = [];
    const { port } = await serve(async (request, response) => {
      let body = '';
      for await (const chunk of request) body += chunk;
      seen.push(`${request.method} ${request.url} ${body}`);
      if (request.url === '/end') response.end();
      else response.writeHead(Number(request.url?.slice(1)), { location: '/end' }).end();
    });
    const { fetch } = egressWith();
    for (const status of [303, 307]) {
      const url = `http://127.0.0.1:${port}/${status}`;
      await (await fetch(url, { method: 'POST', body: 'text' })).text();
    }
    expect(seen).toEqual(['POST /303 text', 'GET /end ', 'POST /307 text', 'POST /end text']);
  });

  it('that never ends is given up after five', async () => {
    let requests = 0;
    const { port } = await serve((_, response) => {
      requests++;
      response.writeHead(302, { location: `/${requests}` }).end();
    });
    await expect(egressWith().fetch(`http://127.0.0.1:${port}/`)).rejects.toMatchObject(refused);
    expect(requests).toBe(6);
  });

  it('is handed out unread when the caller asks for that', async () => {
    const { port } = await serve((_, response) =>
      response.writeHead(302, { location: '/x' }).end(),
    );
    const url = `http://127.0.0.1:${port}/`;
    expect((await egressWith().fetch(url, { redirect: 'manual' })).status).toBe(302);
    await expect(egressWith().fetch(url, { redirect: 'error' })).rejects.toMatchObject(refused);
  });
});

describe('a stream', () => {
  it('arrives piece by piece', async () => {
    const gate = Promise.withResolvers<void>();
    const { port } = await serve(async (_, response) => {
      response.write('one');
      await gate.promise;
      response.end('two');
    });
    const response = await egressWith().fetch(`http://127.0.0.1:${port}/`);
    const pieces: string[] = [];
    for await (const chunk of response.body ?? []) {
      pieces.push(Buffer.from(chunk).toString());
      gate.resolve();
    }
    expect(pieces).toEqual(['one', 'two']);
  });

  it('that is aborted ends at the server too', async () => {
    const closed = Promise.withResolvers<void>();
    const { port } = await serve((_, response) => {
      response.write('one');
      response.on('close', () => closed.resolve());
    });
    const abort = new AbortController();
    const response = await egressWith().fetch(`http://127.0.0.1:${port}/`, {
      signal: abort.signal,
    });
    const reader = response.body?.getReader();
    await reader?.read();
    abort.abort();
    await expect(reader?.read()).rejects.toMatchObject({ name: 'AbortError' });
    await closed.promise;
  });

  it('is not even begun when the signal was aborted before', async () => {
    const { port } = await serve((_, response) => response.end());
    const signal = AbortSignal.abort();
    await expect(egressWith().fetch(`http://127.0.0.1:${port}/`, { signal })).rejects.toMatchObject(
      { name: 'AbortError' },
    );
  });
});

it('reuses connections', async () => {
  let connections = 0;
  const { port, server } = await serve((_, response) => response.end('x'));
  server.on('connection', () => {
    connections++;
  });
  const { fetch } = egressWith();
  for (let index = 0; index < 5; index++) await (await fetch(`http://127.0.0.1:${port}/`)).text();
  // The next request may start before the socket of the last one is handed back.
  expect(connections).toBeLessThanOrEqual(2);
});
