import { createHash } from 'node:crypto';
import { runServer, type TestServer } from './run-server.ts';

/** A static web server with ETags, as registries are served. */
export interface RegistryServer extends TestServer {
  readonly indexUrl: string;
  /** Status of each answer, in order. */
  readonly statuses: number[];
  /** Path → bytes, such as `/index.json`. */
  readonly files: Map<string, Uint8Array | string>;
  /** From now on every answer has this status; null lifts it. */
  fail(status: number | null): void;
}

export async function startRegistryServer(): Promise<RegistryServer> {
  const files = new Map<string, Uint8Array | string>();
  const statuses: number[] = [];
  let failure: number | null = null;
  const server = await runServer((request, response) => {
    const file = files.get(request.url ?? '');
    const etag = `"${createHash('sha256')
      .update(file ?? '')
      .digest('hex')}"`;
    const isKnown = request.headers['if-none-match'] === etag;
    const status = failure ?? (file === undefined ? 404 : isKnown ? 304 : 200);
    statuses.push(status);
    response.writeHead(status, { etag }).end(status === 200 ? file : undefined);
  });
  return Object.assign(server, {
    indexUrl: `${server.url}/index.json`,
    statuses,
    files,
    fail: (status: number | null) => {
      failure = status;
    },
  });
}
