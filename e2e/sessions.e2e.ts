import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { createClient, owner } from './support/client.ts';
import { type HostProcess, startHostProcess } from './support/host-process.ts';

describe('a session that ends', () => {
  let host: HostProcess;
  beforeAll(async () => {
    host = await startHostProcess();
  });
  afterAll(() => host.remove());

  it('takes its open WebSocket along, and only its own', async () => {
    const first = createClient(host.url);
    await first.trpc.account.register.mutate(owner);
    const second = createClient(host.url);
    await second.trpc.account.signIn.mutate({ email: owner.email, password: owner.password });
    const open = async (cookie: string) => {
      const socket = new WebSocket(`${host.url.replace('http', 'ws')}/trpc`, {
        headers: { cookie, origin: host.url },
      });
      const closed = new Promise<number>((resolve) => socket.on('close', resolve));
      await new Promise((resolve) => socket.once('open', resolve));
      return { socket, closed };
    };
    const [mine, other] = await Promise.all([open(first.cookie()), open(second.cookie())]);
    // The host learns who is behind a socket a moment after it opened.
    await second.trpc.account.me.query();
    await first.trpc.account.revokeOtherSessions.mutate();
    expect(await other.closed).toBe(1008);
    expect(mine.socket.readyState).toBe(WebSocket.OPEN);
    await expect(second.trpc.account.me.query()).rejects.toMatchObject({
      data: { domainCode: 'NOT_AUTHENTICATED' },
    });
    mine.socket.close();
    await Promise.all([first.close(), second.close()]);
  });
});
