import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { listen, PortTakenError } from './listen.ts';

describe('listen', () => {
  const servers: ReturnType<typeof createServer>[] = [];
  const server = () => {
    const created = createServer((_request, response) => response.end('{}'));
    servers.push(created);
    return created;
  };
  afterEach(() => {
    for (const open of servers.splice(0)) open.close();
  });

  it('gives the address that a person opens', async () => {
    expect(await listen(server(), 0, '127.0.0.1')).toMatch(/^http:\/\/localhost:\d+$/);
  });

  it('says by what a port is taken and how to choose another', async () => {
    const first = server();
    await listen(first, 0, '127.0.0.1');
    const { port } = first.address() as AddressInfo;
    const failure = await listen(server(), port, '127.0.0.1').catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(PortTakenError);
    expect(String(failure)).toContain(`--port ${port + 1}`);
    if (process.platform === 'linux') expect(String(failure)).toContain(`process ${process.pid}`);
  });
});
