import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { ChatRequest, PluginLog } from '@braindrive/plugin-sdk/server';
import { AsyncQueue } from './async-queue.ts';
import { encodeFrame, FrameDecoder } from './frames.ts';
import {
  type LoadRequest,
  type ProcessFailure,
  type ProcessReply,
  type ProcessRequest,
  processReplySchema,
} from './messages.ts';

type Reply<Type extends ProcessReply['type']> = Extract<ProcessReply, { type: Type }>;
/** What one chat yields. The last one is `done`. */
export type ChatReply = Reply<'parts'> | Reply<'done'>;

/** The process said that it cannot do this, and lives on. */
export class ProcessRefusal extends Error {
  override readonly name = 'ProcessRefusal';
  readonly failure: ProcessFailure;
  constructor(failure: ProcessFailure) {
    super(failure.message);
    this.failure = failure;
  }
}

/** The process ended by itself: a crash, a kill, or bytes that are no frames. */
export class ProcessDied extends Error {
  override readonly name = 'ProcessDied';
}

interface PendingCount {
  readonly resolve: (counts: readonly number[]) => void;
  readonly reject: (cause: Error) => void;
}

const defaultEntry = new URL('./main.ts', import.meta.url);
const keptStderrCharacters = 4000;
const endGraceMs = 2000;

export interface LlamaProcessOptions {
  readonly load: Omit<LoadRequest, 'type'>;
  readonly log: PluginLog;
  /** The child's program; another one where the host is bundled. */
  readonly entry?: URL | undefined;
  readonly onLoadProgress: (progress: number) => void;
}

/** A child process with one model. It is never used again once it has ended. */
export class LlamaProcess {
  /** Settles when the model can be used. Rejects with {@link ProcessRefusal} or {@link ProcessDied}. */
  readonly loaded: Promise<Reply<'loaded'>>;
  /** Settles with the reason when the process has ended, however it ended. */
  readonly ended: Promise<ProcessDied>;
  readonly #child: ChildProcess;
  readonly #log: PluginLog;
  readonly #onLoadProgress: (progress: number) => void;
  readonly #chats = new Map<number, AsyncQueue<ChatReply>>();
  readonly #counts = new Map<number, PendingCount>();
  readonly #load = Promise.withResolvers<Reply<'loaded'>>();
  readonly #end = Promise.withResolvers<ProcessDied>();
  #fault: string | null = null;
  #stderr = '';
  #nextId = 1;
  #death: ProcessDied | null = null;

  constructor(options: LlamaProcessOptions) {
    this.#log = options.log;
    this.#onLoadProgress = options.onLoadProgress;
    this.loaded = this.#load.promise;
    this.ended = this.#end.promise;
    // The rejection is handled by whoever waits for the model; nobody may be waiting any more.
    this.loaded.catch(() => undefined);
    this.#child = spawn(process.execPath, [fileURLToPath(options.entry ?? defaultEntry)], {
      stdio: ['pipe', 'pipe', 'pipe'],
      windowsHide: true,
    });
    this.#listen();
    this.#send({ type: 'load', ...options.load });
  }

  get processId(): number | undefined {
    return this.#child.pid;
  }

  get hasEnded(): boolean {
    return this.#death !== null;
  }

  /**
   * Streams one answer. Ends after `done`; throws {@link ProcessRefusal} or {@link ProcessDied}.
   * Leaving the loop early aborts the evaluation in the process.
   */
  async *chat(
    request: Omit<ChatRequest, 'modelId'>,
    signal: AbortSignal,
  ): AsyncGenerator<ChatReply> {
    const id = this.#takeId();
    const replies = new AsyncQueue<ChatReply>();
    this.#chats.set(id, replies);
    const abort = () => this.#send({ type: 'abort', id });
    signal.addEventListener('abort', abort, { once: true });
    let isDone = false;
    try {
      this.#send({ type: 'chat', id, ...toProcessChat(request) });
      if (signal.aborted) {
        abort();
      }
      for await (const reply of replies) {
        isDone = reply.type === 'done';
        yield reply;
      }
      isDone = true;
    } finally {
      signal.removeEventListener('abort', abort);
      if (!isDone && this.#death === null) {
        abort();
        await replies.drained();
      }
      this.#chats.delete(id);
    }
  }

  /** Counts the tokens of each text. */
  countTokens(texts: readonly string[]): Promise<readonly number[]> {
    const id = this.#takeId();
    const { promise, resolve, reject } = Promise.withResolvers<readonly number[]>();
    this.#counts.set(id, { resolve, reject });
    this.#send({ type: 'count', id, texts: [...texts] });
    return promise.finally(() => this.#counts.delete(id));
  }

  /** Ends the process and gives its memory back. */
  async end(): Promise<void> {
    this.#child.stdin?.end();
    const kill = setTimeout(() => this.#child.kill('SIGKILL'), endGraceMs);
    await this.ended;
    clearTimeout(kill);
  }

  #takeId(): number {
    if (this.#death !== null) {
      throw this.#death;
    }
    const id = this.#nextId;
    this.#nextId += 1;
    return id;
  }

  #listen(): void {
    const decoder = new FrameDecoder();
    this.#child.stdout?.on('data', (chunk: Buffer) => this.#read(decoder, chunk));
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#stderr = (this.#stderr + text).slice(-keptStderrCharacters);
    });
    // A pipe to a process that has just died: its end is reported by `close`.
    this.#child.stdin?.on('error', () => undefined);
    this.#child.on('error', (cause) => this.#die(`it could not be started (${cause.message})`));
    this.#child.on('close', (code, signal) => this.#die(this.#fault ?? describeExit(code, signal)));
  }

  #read(decoder: FrameDecoder, chunk: Buffer): void {
    if (this.#fault !== null) {
      return;
    }
    try {
      for (const value of decoder.push(chunk)) {
        this.#handle(processReplySchema.parse(value));
      }
    } catch (cause) {
      // Bytes that are no frames: from here on nothing that it says can be trusted.
      this.#fault = 'it sent something that cannot be read';
      this.#log.error({ cause }, 'model process sent junk');
      this.#child.kill('SIGKILL');
    }
  }

  #handle(reply: ProcessReply): void {
    switch (reply.type) {
      case 'load-progress':
        this.#onLoadProgress(reply.progress);
        break;
      case 'loaded':
        this.#load.resolve(reply);
        break;
      case 'load-failed':
        this.#load.reject(new ProcessRefusal(reply.failure));
        break;
      case 'counts':
        this.#counts.get(reply.id)?.resolve(reply.counts);
        break;
      case 'failed':
        this.#counts.get(reply.id)?.reject(new ProcessRefusal(reply.failure));
        this.#chats.get(reply.id)?.fail(new ProcessRefusal(reply.failure));
        break;
      case 'parts':
        this.#chats.get(reply.id)?.push(reply);
        break;
      case 'done':
        this.#chats.get(reply.id)?.push(reply);
        this.#chats.get(reply.id)?.close();
        break;
    }
  }

  #send(request: ProcessRequest): void {
    if (this.#death === null && this.#child.stdin?.writable === true) {
      this.#child.stdin.write(encodeFrame(request));
    }
  }

  #die(reason: string): void {
    if (this.#death !== null) {
      return;
    }
    const death = new ProcessDied(reason);
    this.#death = death;
    if (this.#stderr !== '') {
      this.#log.debug({ stderr: this.#stderr }, 'model process output');
    }
    this.#load.reject(death);
    for (const replies of this.#chats.values()) {
      replies.fail(death);
    }
    for (const count of this.#counts.values()) {
      count.reject(death);
    }
    this.#end.resolve(death);
  }
}

function describeExit(code: number | null, signal: string | null): string {
  return signal === null
    ? `it ended with exit code ${code ?? 'unknown'}`
    : `it was ended by ${signal}`;
}

function toProcessChat(request: Omit<ChatRequest, 'modelId'>) {
  return {
    messages: request.messages.map(({ role, content }) => ({ role, content })),
    parameters: request.parameters,
    isContinuation: request.isContinuation,
  };
}
