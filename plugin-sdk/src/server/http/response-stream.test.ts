import { describe, expect, it } from 'vitest';
import { defaultTimeouts, type ModelServer } from './model-server.ts';
import { openStream } from './response-stream.ts';

const createServer = (fetch: ModelServer['fetch']): ModelServer => ({
  name: 'Test',
  baseUrl: 'http://127.0.0.1:1',
  headers: {},
  hasKey: false,
  timeouts: defaultTimeouts,
  fetch,
  now: () => 0,
});
const request = { method: 'POST', path: 'chat', signal: new AbortController().signal } as const;
const responseOf = (text: string) =>
  new Response(ReadableStream.from([new TextEncoder().encode(text)]));
const socketError = (code: string) =>
  new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code }) });

async function readAll(batches: AsyncIterable<readonly string[]>): Promise<string[]> {
  const all: string[] = [];
  for await (const batch of batches) all.push(...batch);
  return all;
}

describe('openStream', () => {
  it('asks once more when a kept connection was closed meanwhile, and only once', async () => {
    let attempts = 0;
    const server = createServer(async () => {
      attempts += 1;
      if (attempts === 1) throw socketError('UND_ERR_SOCKET');
      return responseOf('a\nb\n');
    });
    expect(await readAll((await openStream(server, request)).lines())).toEqual(['a', 'b']);
    expect(attempts).toBe(2);
    const broken = createServer(async () => {
      attempts += 1;
      throw socketError('ECONNRESET');
    });
    await expect(openStream(broken, request)).rejects.toMatchObject({
      code: 'provider/unreachable',
    });
    expect(attempts).toBe(4);
  });

  it('does not repeat a refused connection', async () => {
    let attempts = 0;
    const server = createServer(async () => {
      attempts += 1;
      throw socketError('ECONNREFUSED');
    });
    await expect(openStream(server, request)).rejects.toMatchObject({
      code: 'provider/unreachable',
      message: 'Test at 127.0.0.1:1 does not answer. Is it running?',
    });
    expect(attempts).toBe(1);
  });

  it('reads lines with either end, leaves blank ones out and takes no half line', async () => {
    const stream = await openStream(
      createServer(async () => responseOf('a\r\n\n  \nb\nhalf')),
      request,
    );
    expect((await readAll(stream.lines())).map((line) => line.trim())).toEqual(['a', 'b']);
  });

  it('reads events of several data lines and passes over comments and names', async () => {
    const text = ': keep-alive\n\nevent: x\ndata: one\ndata: two\n\nid: 1\n\ndata: three\n\n';
    const stream = await openStream(
      createServer(async () => responseOf(text)),
      request,
    );
    expect(await readAll(stream.events())).toEqual(['one\ntwo', 'three']);
  });

  it('does not count the time that the reader takes as silence', async () => {
    const timeouts = { firstByteMs: 20, idleMs: 20 };
    const server = createServer(async () => responseOf('a\nb\n'));
    const stream = await openStream(server, { ...request, timeouts });
    for await (const lines of stream.lines()) {
      expect(lines).toEqual(['a', 'b']);
      await new Promise((resolve) => setTimeout(resolve, 60));
    }
  });
});
