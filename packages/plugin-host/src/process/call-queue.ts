import { rpcCodes, rpcError } from '@braindrive/plugin-sdk/protocol';

/** Lets a number of calls run at once and the others wait in line, first come first served. */
export class CallQueue {
  readonly #maxOpen: number;
  readonly #maxWaiting: number;
  #waiting: Array<() => void> = [];
  #open = 0;

  constructor(maxOpen: number, maxWaiting: number) {
    this.#maxOpen = maxOpen;
    this.#maxWaiting = maxWaiting;
  }

  /** Calls that run or wait. */
  get size(): number {
    return this.#open + this.#waiting.length;
  }

  /** Takes a place if one is free. Whoever got one leaves. */
  tryEnter(): boolean {
    if (this.#open >= this.#maxOpen) return false;
    this.#open++;
    return true;
  }

  /**
   * Waits for a place.
   * @throws {RpcError} `rpc/busy` when the line is full, `rpc/timeout` after `timeoutMs`, `rpc/cancelled`.
   */
  async enter(timeoutMs: number, signal: AbortSignal | undefined): Promise<void> {
    if (this.#waiting.length >= this.#maxWaiting) {
      throw rpcError(rpcCodes.busy, 'Too many calls are waiting for the plugin.');
    }
    if (signal?.aborted) throw rpcError(rpcCodes.cancelled, 'The request was cancelled.');
    await new Promise<void>((resolve, reject) => {
      const settle = (end: () => void) => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', onAbort);
        end();
      };
      const giveUp = (code: string, message: string) => {
        this.#waiting = this.#waiting.filter((waiting) => waiting !== onTurn);
        settle(() => reject(rpcError(code, message)));
      };
      const onTurn = () => settle(resolve);
      const onAbort = () => giveUp(rpcCodes.cancelled, 'The request was cancelled.');
      const timer = setTimeout(
        () => giveUp(rpcCodes.timeout, `Its turn did not come within ${timeoutMs} ms.`),
        timeoutMs,
      );
      signal?.addEventListener('abort', onAbort, { once: true });
      this.#waiting.push(onTurn);
    });
  }

  /** Gives a place up; the next in line gets it. */
  leave(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#open--;
    else next();
  }
}
