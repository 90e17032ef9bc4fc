import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  defaultModels,
  type Fault,
  type ModelServerOptions,
  type RecordedRequest,
} from './behaviour.ts';
import { serveChat } from './serve-chat.ts';
import { serveFault } from './serve-fault.ts';
import { bodyField, type WireProtocol } from './wire-protocol.ts';

/** A test server that runs. Close it at the end of the test. */
export interface RunningModelServer {
  /** `http://<host>:<port>`, without a path. */
  readonly url: string;
  /** All requests, oldest first. */
  readonly requests: readonly RecordedRequest[];
  /** Chat requests only. */
  readonly chats: readonly RecordedRequest[];
  /** The next chat request that arrives. */
  nextChat(): Promise<RecordedRequest>;
  /** Changes the behaviour from the next request on; what is not named stays. */
  behave(options: Partial<ModelServerOptions>): void;
  /** Breaks open connections and frees the port. */
  close(): Promise<void>;
}

/** Answers a request that the protocol alone cannot, for instance a download. @returns false when it is not its own. */
export type ExtraRoute = (request: RecordedRequest, response: ServerResponse) => Promise<boolean>;

/** Runs a server that speaks `protocol` on the loopback address. */
export async function runModelServer(
  protocol: WireProtocol,
  initial: ModelServerOptions,
  extraRoute?: ExtraRoute,
): Promise<RunningModelServer> {
  let options = initial;
  const requests: RecordedRequest[] = [];
  const waiting: ((request: RecordedRequest) => void)[] = [];
  const isChat = (request: RecordedRequest) =>
    request.method === 'POST' && request.path === protocol.chatPath;

  const handle = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const request = await record(incoming, response);
    requests.push(request);
    const fault = faultFor(request, options, isChat(request));
    if (isChat(request)) for (const resolve of waiting.splice(0)) resolve(request);
    if (fault !== null && (await serveFault(fault, { response, protocol }))) return;
    if (options.apiKey !== undefined && protocol.keyOf(request) !== options.apiKey) {
      sendJson(response, 401, protocol.errorBody(401, 'invalid key'));
    } else if (isChat(request)) {
      await answerChat(request, response, fault);
    } else if (!(await extraRoute?.(request, response))) {
      answerOther(request, response);
    }
  };

  const answerOther = (request: RecordedRequest, response: ServerResponse): void => {
    const answer = protocol.answer(request, options.models ?? defaultModels);
    if (answer === undefined) sendJson(response, 404, protocol.errorBody(404, 'page not found'));
    else sendJson(response, answer.status ?? 200, answer.body);
  };

  const answerChat = async (
    request: RecordedRequest,
    response: ServerResponse,
    fault: Fault | null,
  ): Promise<void> => {
    const modelId = String(bodyField(request, 'model'));
    if (!(options.models ?? defaultModels).some(({ id }) => id === modelId)) {
      const { status, body } = protocol.modelNotFound(modelId);
      sendJson(response, status, body);
      return;
    }
    await serveChat({ request, response, protocol, options, fault });
  };

  const server = createServer((incoming, response) => {
    // Most failures here are clients that left in mid-answer, which tests do on purpose.
    handle(incoming, response).catch(() => response.destroy());
  });
  const host = options.host ?? '127.0.0.1';
  server.listen(options.port ?? 0, host);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  return {
    url: `http://${host}:${port}`,
    requests,
    get chats() {
      return requests.filter(isChat);
    },
    nextChat: () => new Promise((resolve) => waiting.push(resolve)),
    behave: (change) => {
      options = { ...options, ...change };
    },
    close: async () => {
      if (!server.listening) return;
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

function faultFor(
  request: RecordedRequest,
  { fault }: ModelServerOptions,
  isChat: boolean,
): Fault | null {
  if (typeof fault === 'function') return fault(request);
  return isChat ? (fault ?? null) : null;
}

async function record(
  incoming: IncomingMessage,
  response: ServerResponse,
): Promise<RecordedRequest> {
  const outcome = new Promise<'finished' | 'client-closed'>((resolve) => {
    response.once('close', () => resolve(response.writableFinished ? 'finished' : 'client-closed'));
  });
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString('utf8');
  return {
    method: incoming.method ?? '',
    path: incoming.url ?? '',
    headers: incoming.headers,
    body: text === '' ? null : JSON.parse(text),
    sentTokens: 0,
    outcome,
  };
}

/** Sends one JSON answer. */
export function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
}
