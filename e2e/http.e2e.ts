import { request as httpRequest } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createClient, owner } from './support/client.ts';
import { type HostProcess, startHostProcess } from './support/host-process.ts';

describe('the host over HTTP', () => {
  let host: HostProcess;
  beforeAll(async () => {
    host = await startHostProcess();
  });
  afterAll(() => host.remove());

  const get = (path: string, init?: RequestInit) => fetch(host.url + path, init);

  it('answers health checks as JSON', async () => {
    expect(await (await get('/health/live')).json()).toMatchObject({ status: 'live' });
    expect(await (await get('/health/ready')).json()).toMatchObject({ status: 'ready' });
  });

  it('serves the page under a strict policy whose nonce changes with each answer', async () => {
    const [first, second] = await Promise.all([get('/'), get('/chat/anything')]);
    const policy = first.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("script-src 'self'");
    expect(policy).not.toContain('unsafe-inline');
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toBe(second.headers.get('content-security-policy'));
    expect(first.headers.get('x-content-type-options')).toBe('nosniff');
    expect(first.headers.get('referrer-policy')).toBe('same-origin');
    expect(await second.text()).toContain('<div id="root"');
  });

  it('serves brotli assets that never change', async () => {
    const html = await (await get('/')).text();
    const script = /src="(\/assets\/[^"]+\.js)"/.exec(html)?.[1] ?? '';
    const encoding = await new Promise<string | undefined>((resolve, reject) => {
      httpRequest(host.url + script, { headers: { 'accept-encoding': 'br' } }, (response) => {
        response.resume();
        expect(response.headers['cache-control']).toContain('immutable');
        resolve(response.headers['content-encoding']);
      })
        .on('error', reject)
        .end();
    });
    expect(encoding).toBe('br');
  });

  it('serves an OpenAPI 3.1 document and its pages, also in production', async () => {
    const document = (await (await get('/api/v1/openapi.json')).json()) as {
      openapi: string;
      paths: Record<string, unknown>;
    };
    expect(document.openapi).toBe('3.1.0');
    expect(Object.keys(document.paths)).toEqual(
      expect.arrayContaining(['/auth/token', '/conversations', '/chat/send']),
    );
    const docs = await get('/api/v1/docs/');
    expect(docs.headers.get('content-security-policy')).toContain("script-src 'self'");
    expect((await get('/api/v1/docs/assets/swagger-ui-bundle.js')).status).toBe(200);
  });

  it('refuses changes that another site asks for, over HTTP and WebSocket', async () => {
    const crossSite = await get('/trpc/account.signOut', {
      method: 'POST',
      headers: { origin: 'http://evil.example' },
    });
    expect(crossSite.status).toBe(403);
    const socket = new WebSocket(`${host.url.replace('http', 'ws')}/trpc`, {
      headers: { origin: 'http://evil.example' },
    } as never);
    const outcome = await new Promise((resolve) => {
      socket.addEventListener('open', () => resolve('open'));
      socket.addEventListener('error', () => resolve('refused'));
    });
    expect(outcome).toBe('refused');
  });

  it('refuses a name that it does not know, whatever it points at', async () => {
    const status = await new Promise<number | undefined>((resolve, reject) => {
      httpRequest(host.url, { headers: { host: 'rebound.evil.example' } }, (response) => {
        response.resume();
        resolve(response.statusCode);
      })
        .on('error', reject)
        .end();
    });
    expect(status).toBe(421);
  });

  it('answers unknown addresses with a typed 404, not with the page', async () => {
    for (const path of [
      '/files/avatars/nothing',
      '/assets/gone.js',
      '/trpc/no.such',
      '/api/none',
    ]) {
      const answer = await get(path);
      expect(answer.status, path).toBe(404);
      expect(answer.headers.get('content-type'), path).toContain('json');
    }
  });

  it('gives API clients a token by REST, and refuses a wrong password in the same words as an unknown email', async () => {
    const client = createClient(host.url);
    await client.trpc.account.register.mutate(owner);
    const token = (email: string, password: string) =>
      get('/api/v1/auth/token', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ email, password }),
      });
    const pair = (await (await token(owner.email, owner.password)).json()) as {
      accessToken: string;
      expiresInSeconds: number;
    };
    expect(pair.expiresInSeconds).toBe(900);
    const account = await get('/api/v1/account', {
      headers: { authorization: `Bearer ${pair.accessToken}` },
    });
    expect(await account.json()).toMatchObject({ email: owner.email, role: 'owner' });
    const [wrong, unknown] = await Promise.all([
      token(owner.email, 'not the password'),
      token('nobody@home.example', 'not the password'),
    ]);
    expect(wrong.status).toBe(401);
    expect(unknown.status).toBe(401);
    expect(((await wrong.json()) as { message: string }).message).toBe(
      ((await unknown.json()) as { message: string }).message,
    );
    await client.close();
  });

  it('names the port and what holds it when it is taken, with an exit code of its own', async () => {
    const port = Number(new URL(host.url).port);
    await expect(startHostProcess({ port })).rejects.toThrow(
      /code 3:[\s\S]*already running[\s\S]*--port/,
    );
  });

  it('drains and ends on SIGTERM', async () => {
    const other = await startHostProcess();
    expect(await other.terminate()).toBe(0);
    await other.remove();
  });
});
