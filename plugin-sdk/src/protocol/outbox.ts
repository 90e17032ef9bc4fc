import {
  encodeBytesFrame,
  encodeJsonText,
  hasTooManyContainers,
  maxFrameBytes,
  maxJsonBytes,
} from './frame-codec.ts';
import { rpcCodes, rpcError } from './rpc-error.ts';

/** What is written at once does not wait for more of the tick. */
const flushLength = 64 * 1024;
/** Room for the words around a value. */
const maxTextBytes = maxJsonBytes - 1_024;
const encoder = new TextEncoder();

/**
 * Writes a value as JSON, or says why it cannot cross the border.
 * @throws {RpcError} `rpc/not-serializable`, `rpc/too-large`.
 */
export function encodeJson(value: unknown): string {
  const text = stringify(value);
  if (!isShort(text)) {
    const bytes = encoder.encode(text);
    if (bytes.length > maxTextBytes || hasTooManyContainers(bytes)) {
      throw rpcError(
        rpcCodes.tooLarge,
        'This is more than one message can carry. Send it in parts, or as a stream.',
      );
    }
  }
  return text;
}

/** Texts are counted in UTF-16 units, of which each becomes at most three bytes. */
const isShort = (text: string): boolean => text.length < flushLength;

function stringify(value: unknown): string {
  try {
    return JSON.stringify(value) ?? 'null';
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.split('\n')[0] : String(cause);
    throw rpcError(rpcCodes.notSerializable, `This cannot be written as JSON: ${reason}`);
  }
}

/** Messages of one tick on their way into one frame. */
export class Outbox {
  readonly #send: (bytes: Uint8Array) => void;
  #texts: string[] = [];
  #items: { readonly id: number; readonly texts: string[] } | null = null;
  #length = 0;
  #isScheduled = false;
  #isClosed = false;

  constructor(send: (bytes: Uint8Array) => void) {
    this.#send = send;
  }

  /** Length of what is not sent yet. */
  get length(): number {
    return this.#length;
  }

  /** @param text - One message, as {@link encodeJson} wrote it. */
  post(text: string): void {
    if (this.#isClosed) return;
    this.#makeRoom(text);
    this.#endItems();
    this.#texts.push(text);
    this.#grew(text);
  }

  /** Items of one stream and tick share a message. */
  postItem(id: number, text: string): void {
    if (this.#isClosed) return;
    this.#makeRoom(text);
    if (this.#items?.id !== id) this.#endItems();
    this.#items ??= { id, texts: [] };
    this.#items.texts.push(text);
    this.#grew(text);
  }

  /**
   * Sends raw bytes of a stream after all that was posted before.
   * @throws {RpcError} `rpc/too-large`.
   */
  sendBytes(id: number, bytes: Uint8Array): void {
    if (this.#isClosed) return;
    if (bytes.length > maxFrameBytes - 4) {
      throw rpcError(rpcCodes.tooLarge, 'These are more bytes than one item can carry.');
    }
    this.#flush();
    this.#send(encodeBytesFrame(id, bytes));
  }

  close(): void {
    this.#isClosed = true;
    this.#texts = [];
    this.#items = null;
    this.#length = 0;
  }

  #makeRoom(text: string): void {
    if (this.#length > 0 && this.#length + text.length > flushLength) this.#flush();
  }

  #grew(text: string): void {
    this.#length += text.length;
    if (this.#length >= flushLength) this.#flush();
    else if (!this.#isScheduled) {
      this.#isScheduled = true;
      queueMicrotask(() => {
        this.#isScheduled = false;
        this.#flush();
      });
    }
  }

  #endItems(): void {
    if (this.#items === null) return;
    const { id, texts } = this.#items;
    this.#texts.push(`{"t":"items","id":${id},"values":[${texts.join(',')}]}`);
    this.#items = null;
  }

  #flush(): void {
    if (this.#isClosed) return;
    this.#endItems();
    if (this.#texts.length === 0) return;
    const frame = `[${this.#texts.join(',')}]`;
    this.#texts = [];
    this.#length = 0;
    this.#send(encodeJsonText(frame));
  }
}
