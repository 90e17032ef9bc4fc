import { ProtocolError, type RpcHandler, RpcPeer } from '@braindrive/plugin-sdk/protocol';
import type { ProcessLimits } from './process-limits.ts';
import type { PluginChild } from './spawn-plugin.ts';

export interface PluginBorderOptions {
  readonly child: PluginChild;
  readonly handle: RpcHandler;
  readonly limits: ProcessLimits;
  /** The plugin cannot be understood any more, or does not read. End its process. */
  readonly onBroken: (error: Error) => void;
}

/** The pipes of a plugin process and the peer that speaks over them. */
export class PluginBorder {
  readonly peer: RpcPeer;
  readonly #options: PluginBorderOptions;
  #drained: Promise<void> | null = null;
  /** Time that reading took in this turn of the event loop. */
  #spentMs = 0;
  #isTurnWatched = false;

  constructor(options: PluginBorderOptions) {
    this.#options = options;
    const { child, limits } = options;
    this.peer = new RpcPeer({
      send: (bytes) => this.#send(bytes),
      handle: options.handle,
      onProtocolError: options.onBroken,
      maxIncoming: limits.maxBridgeCalls,
      maxOutgoing: limits.maxOpenCalls + limits.maxOpenStreams + 1,
      backlogBytes: () => child.stdin.writableLength,
      maxBacklogBytes: limits.maxBacklogBytes,
      maxStrays: limits.maxStrays,
      whenWritable: () => this.#whenWritable(),
    });
    // A process that ends closes its pipes; `exit` tells of it.
    child.stdin.on('error', () => {});
    child.stdout.on('error', () => {});
    child.stdout.on('data', (bytes: Buffer) => this.#read(bytes));
  }

  #send(bytes: Uint8Array): void {
    const { child, limits, onBroken } = this.#options;
    if (!child.stdin.writable) return;
    child.stdin.write(bytes);
    if (child.stdin.writableLength > limits.maxUnreadAnswerBytes) {
      onBroken(new ProtocolError('It does not read what it is sent.'));
    }
  }

  #whenWritable(): Promise<void> | null {
    const { stdin } = this.#options.child;
    if (!stdin.writableNeedDrain || !stdin.writable) return null;
    this.#drained ??= new Promise((resolve) => {
      const onDrain = () => {
        stdin.off('drain', onDrain);
        stdin.off('close', onDrain);
        this.#drained = null;
        resolve();
      };
      stdin.on('drain', onDrain);
      stdin.on('close', onDrain);
    });
    return this.#drained;
  }

  /** A flood of messages gets a share of each turn of the event loop, so that everybody else is served meanwhile. */
  #read(bytes: Buffer): void {
    const start = performance.now();
    this.peer.receive(bytes);
    this.#spentMs += performance.now() - start;
    if (!this.#isTurnWatched) {
      this.#isTurnWatched = true;
      setImmediate(() => this.#nextTurn());
    }
    if (this.#spentMs > this.#options.limits.intakeMs) this.#options.child.stdout.pause();
  }

  #nextTurn(): void {
    const { stdout } = this.#options.child;
    this.#isTurnWatched = false;
    this.#spentMs = 0;
    if (stdout.isPaused()) stdout.resume();
  }
}
