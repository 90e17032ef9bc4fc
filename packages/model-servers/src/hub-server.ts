import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How the hub behaves from the next request on. */
export interface HubBehaviour {
  /** Cuts the connection after that many bytes of each answer; null sends all. */
  readonly cutAfterBytes: number | null;
  /** How many answers are cut before the line is good again. */
  readonly cuts: number;
  /** Answers every file request with this status instead; null serves. */
  readonly status: number | null;
  /** Sends the whole file whatever range was asked for. */
  readonly ignoresRanges: boolean;
  /** Accepts requests and never answers. */
  readonly isSilent: boolean;
  /** Waits between two chunks of 64 kB. */
  readonly chunkDelayMs: number;
  /** Digest that the hub names, where it shall lie; null names the right one. */
  readonly namedSha256: string | null;
}

/** One request as it arrived. */
export interface HubRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
}

/** A file hub that runs: `/owner/repository/resolve/revision/file` redirects to a file server with ranges and ETags. */
export interface RunningHubServer {
  readonly url: string;
  /** Address of the Python package index that it serves too. */
  readonly packageIndexUrl: string;
  readonly requests: readonly HubRequest[];
  /** Puts a file at a path (`/owner/repository/resolve/main/file.gguf`), or changes it. */
  setFile(path: string, content: Buffer): void;
  /** Adds a file to a project of the package index. */
  setPackageFile(project: string, fileName: string, content: Buffer): void;
  behave(change: Partial<HubBehaviour>): void;
  close(): Promise<void>;
}

const goodBehaviour: HubBehaviour = {
  cutAfterBytes: null,
  cuts: Number.POSITIVE_INFINITY,
  status: null,
  ignoresRanges: false,
  isSilent: false,
  chunkDelayMs: 0,
  namedSha256: null,
};

const chunkBytes = 64 * 1024;
const storePrefix = '/file-store';

const sha256Of = (content: Buffer): string => createHash('sha256').update(content).digest('hex');

/** Runs a server on the loopback address that speaks the download protocol of the model hub. */
export async function runHubServer(initial: Partial<HubBehaviour> = {}): Promise<RunningHubServer> {
  const hub = new HubServer({ ...goodBehaviour, ...initial });
  const server = createServer((request, response) => {
    // Clients that leave in mid-file are part of the tests.
    hub.handle(request, response).catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    packageIndexUrl: `${url}/simple`,
    requests: hub.requests,
    setFile: (path, content) => hub.files.set(path, content),
    setPackageFile: (project, fileName, content) => {
      hub.packages.set(project, fileName);
      hub.files.set(`/packages/${fileName}`, content);
    },
    behave: (change) => hub.behave(change),
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

class HubServer {
  readonly files = new Map<string, Buffer>();
  readonly packages = new Map<string, string>();
  readonly requests: HubRequest[] = [];
  #behaviour: HubBehaviour;

  constructor(behaviour: HubBehaviour) {
    this.#behaviour = behaviour;
  }

  behave(change: Partial<HubBehaviour>): void {
    this.#behaviour = { ...this.#behaviour, ...change };
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '/', 'http://hub');
    this.requests.push({ method: request.method ?? '', path: pathname, headers: request.headers });
    if (this.#behaviour.isSilent) return;
    const project = /^\/simple\/([^/]+)\/$/.exec(pathname)?.[1];
    if (project !== undefined) {
      this.#sendProject(project, response);
    } else if (pathname.startsWith(storePrefix) || pathname.startsWith('/packages/')) {
      await this.#sendFile(pathname.replace(storePrefix, ''), request, response);
    } else {
      this.#sendRedirect(pathname, response);
    }
  }

  #sendRedirect(path: string, response: ServerResponse): void {
    const content = this.files.get(path);
    if (content === undefined) {
      response.writeHead(404).end('Entry not found');
      return;
    }
    const sha256 = this.#behaviour.namedSha256 ?? sha256Of(content);
    response.writeHead(302, {
      location: `${storePrefix}${path}`,
      'x-linked-etag': `"${sha256}"`,
      'x-linked-size': content.length,
    });
    response.end();
  }

  #sendProject(project: string, response: ServerResponse): void {
    const fileName = this.packages.get(project);
    const content = this.files.get(`/packages/${fileName}`);
    if (fileName === undefined || content === undefined) {
      response.writeHead(404).end();
      return;
    }
    const file = {
      filename: fileName,
      url: `../../packages/${fileName}`,
      hashes: { sha256: sha256Of(content) },
      size: content.length,
    };
    response.writeHead(200, { 'content-type': 'application/vnd.pypi.simple.v1+json' });
    response.end(JSON.stringify({ meta: { 'api-version': '1.1' }, name: project, files: [file] }));
  }

  async #sendFile(path: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const content = this.files.get(path);
    if (this.#behaviour.status !== null || content === undefined) {
      response.writeHead(this.#behaviour.status ?? 404, { 'retry-after': '1' }).end();
      return;
    }
    const etag = `"${sha256Of(content).slice(0, 32)}"`;
    const start = this.#startOf(request, etag);
    if (start > 0 && start >= content.length) {
      response.writeHead(416, { 'content-range': `bytes */${content.length}` }).end();
      return;
    }
    response.writeHead(start > 0 ? 206 : 200, {
      etag,
      'accept-ranges': 'bytes',
      'content-length': content.length - start,
      ...(start > 0
        ? { 'content-range': `bytes ${start}-${content.length - 1}/${content.length}` }
        : {}),
    });
    await this.#sendBody(content.subarray(start), response);
  }

  #startOf(request: IncomingMessage, etag: string): number {
    const { range, 'if-range': ifRange } = request.headers;
    const isStale = ifRange !== undefined && ifRange !== etag;
    if (this.#behaviour.ignoresRanges || isStale) return 0;
    return Number(/^bytes=(\d+)-$/.exec(range ?? '')?.[1] ?? 0);
  }

  async #sendBody(body: Buffer, response: ServerResponse): Promise<void> {
    const { cutAfterBytes, cuts } = this.#behaviour;
    const isCut = cutAfterBytes !== null && cuts > 0 && cutAfterBytes < body.length;
    if (isCut) this.behave({ cuts: cuts - 1 });
    const sent = isCut ? body.subarray(0, cutAfterBytes) : body;
    const isGone = once(response, 'close');
    for (let at = 0; at < sent.length && !response.destroyed; at += chunkBytes) {
      const chunk = sent.subarray(at, at + chunkBytes);
      const isFlushed = new Promise<void>((resolve) => response.write(chunk, () => resolve()));
      await Promise.race([isFlushed, isGone]);
      if (this.#behaviour.chunkDelayMs > 0) {
        await new Promise((resolve) => setTimeout(resolve, this.#behaviour.chunkDelayMs));
      }
    }
    if (isCut) response.destroy();
    else response.end();
  }
}
