import { once } from 'node:events';
import WebSocket from 'ws';

/** What a run tells those who follow it. */
export interface Update {
  readonly parts: readonly {
    readonly type: string;
    readonly delta?: string;
    readonly [name: string]: unknown;
  }[];
}

/** One person's page: a socket that follows events from the start, and answers when asked for. */
export class PersonSocket {
  readonly #socket: WebSocket;
  #onUpdate: (update: Update) => void = () => {};
  #onError: (message: string) => void = () => {};

  constructor(hostUrl: string, cookie: string) {
    this.#socket = new WebSocket(`${hostUrl.replace('http', 'ws')}/trpc`, {
      headers: { cookie, origin: hostUrl },
      perMessageDeflate: false,
    });
    this.#socket.on('message', (data) => this.#receive(String(data)));
  }

  async open(): Promise<void> {
    await once(this.#socket, 'open');
    this.#subscribe(1, 'event.follow', undefined);
  }

  /** Follows a run to its end. */
  follow(runId: string, onUpdate: (update: Update) => void): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#onError = (message) => reject(new Error(message));
      this.#onUpdate = (update) => {
        onUpdate(update);
        if (update.parts.some(({ type }) => type === 'message-end')) resolve();
      };
      this.#subscribe(2, 'chat.follow', { json: { runId, after: 0 } });
    });
  }

  close(): void {
    this.#socket.terminate();
  }

  #subscribe(id: number, path: string, input: unknown): void {
    const params = input === undefined ? { path } : { path, input };
    this.#socket.send(JSON.stringify({ id, jsonrpc: '2.0', method: 'subscription', params }));
  }

  #receive(text: string): void {
    if (text === 'PING') {
      this.#socket.send('PONG');
      return;
    }
    const message = JSON.parse(text);
    if (message.id !== 2) return;
    if (message.error !== undefined) this.#onError(JSON.stringify(message.error));
    else if (message.result?.type === 'data') this.#onUpdate(message.result.data.json.data);
  }
}
