import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { Fault } from './behaviour.ts';
import type { WireProtocol } from './wire-protocol.ts';

/**
 * Serves the faults that replace the whole answer.
 * @returns false for those that happen inside an answer.
 */
export async function serveFault(
  fault: Fault,
  exchange: { readonly response: ServerResponse; readonly protocol: WireProtocol },
): Promise<boolean> {
  const { response, protocol } = exchange;
  if (fault.kind === 'status') {
    const body =
      fault.body ?? protocol.errorBody(fault.status, fault.message ?? `status ${fault.status}`);
    response.writeHead(fault.status, { 'content-type': 'application/json', ...fault.headers });
    response.end(JSON.stringify(body));
    return true;
  }
  if (fault.kind === 'silent') {
    await once(response, 'close');
    return true;
  }
  if (fault.kind !== 'junk') return false;
  response.writeHead(200, {
    'content-type': fault.shape === 'web-page' ? 'text/html' : protocol.contentType,
  });
  await writeJunk(response, fault);
  return true;
}

const junkText = {
  'one-line': 'lorem ipsum dolor sit amet ',
  lines: 'lorem ipsum dolor sit amet\n\n',
  'web-page': '<p>Sign in to this network</p>\n',
} as const;

async function writeJunk(
  response: ServerResponse,
  { bytes, shape }: Fault & { kind: 'junk' },
): Promise<void> {
  const block = Buffer.from(junkText[shape].repeat(2_000));
  for (let sent = 0; sent < bytes && !response.destroyed; sent += block.length) {
    await writeWhenReady(response, block.subarray(0, Math.min(block.length, bytes - sent)));
  }
  response.end();
}

/** Writes and waits while the client does not read. Returns early when it has gone. */
export async function writeWhenReady(
  response: ServerResponse,
  data: string | Uint8Array,
): Promise<void> {
  if (response.destroyed || response.write(data)) return;
  await new Promise<void>((resolve) => {
    const done = () => {
      response.off('drain', done);
      response.off('close', done);
      resolve();
    };
    response.once('drain', done);
    response.once('close', done);
  });
}
