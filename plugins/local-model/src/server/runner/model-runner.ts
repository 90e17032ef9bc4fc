import type { ModelStreamPart } from '@braindrive/plugin-sdk';
import { ProviderError } from '@braindrive/plugin-sdk';
import type { ChatRequest, PluginLog } from '@braindrive/plugin-sdk/server';
import type { MachineMemory } from '../catalogue/machine-memory.ts';
import { type LoadPlan, planLoad } from '../catalogue/memory-need.ts';
import type { ModelFacts } from '../gguf/model-facts.ts';
import { AsyncQueue } from '../llama-process/async-queue.ts';
import { LlamaProcess } from '../llama-process/llama-process.ts';
import { answerParts } from './answer-parts.ts';
import { insufficientMemoryError, toProviderError } from './process-errors.ts';

/** A model file that can be loaded. */
export interface RunnableModel {
  readonly id: string;
  readonly name: string;
  readonly path: string;
  readonly sizeBytes: number;
  readonly facts: ModelFacts;
}

export interface ModelRunnerOptions {
  readonly log: PluginLog;
  /** Threads for a model of that many bytes. */
  readonly threadsFor: (modelBytes: number) => number;
  readonly gpu: false | 'auto';
  readonly readMemory: () => Promise<MachineMemory>;
  readonly idleUnloadMs: number;
  /** How many answers may be generated at the same time, memory permitting. */
  readonly maxSequences: number;
  readonly processEntry?: URL | undefined;
  /** Name of a model that fits into that much memory, for the advice of a refusal. */
  readonly suggestModel: (freeMemoryBytes: number) => Promise<string | null>;
}

/** The one model that is in memory, or on its way there. */
interface Loaded {
  readonly model: RunnableModel;
  readonly process: LlamaProcess;
  readonly plan: LoadPlan;
  readonly progressListeners: Set<(progress: number) => void>;
  activeChats: number;
  isReady: boolean;
}

interface Ticket {
  readonly model: RunnableModel;
  readonly resolve: (loaded: Loaded) => void;
  readonly reject: (cause: unknown) => void;
}

/** Small models tend to go on for ever; an answer of theirs that long has nothing more to say. */
const smallModelBytes = 500_000_000;
const smallModelAnswerTokens = 1024;

/**
 * Runs chats on local models: one model in memory at a time, a fair queue in front of it. Whoever came first decides
 * which model is loaded next, so nobody waits for ever. Nothing runs and no memory is used while nobody asks.
 */
export class ModelRunner {
  readonly #options: ModelRunnerOptions;
  readonly #waiting: Ticket[] = [];
  #loaded: Loaded | null = null;
  #isSwitching = false;
  #idleTimer: NodeJS.Timeout | null = null;
  /** Settles when the last process that was told to end has given its memory back. */
  #ending: Promise<void> = Promise.resolve();

  constructor(options: ModelRunnerOptions) {
    this.#options = options;
  }

  /** Id of the model in memory, or null. */
  get loadedModelId(): string | null {
    return this.#loaded?.model.id ?? null;
  }

  /** Process id of the model process, or null when none runs. */
  get processId(): number | null {
    return this.#loaded?.process.processId ?? null;
  }

  /** Streams one answer. See `ModelConnection.streamChat`. */
  async *streamChat(
    model: RunnableModel,
    request: Omit<ChatRequest, 'modelId'>,
    signal: AbortSignal,
  ): AsyncGenerator<ModelStreamPart> {
    const place = this.#takePlace(model, signal);
    if (this.#waiting.length > 0) {
      yield { type: 'status', status: 'queued', progress: null };
    }
    const loaded = await place;
    if (loaded === null) {
      return;
    }
    try {
      yield* this.#whileLoading(loaded, signal);
      if (!signal.aborted) {
        const replies = loaded.process.chat(request, signal);
        yield* answerParts(replies, request.isContinuation);
      }
    } catch (cause) {
      throw toProviderError(cause, model.name);
    } finally {
      this.#leave(loaded);
    }
  }

  /**
   * Counts tokens with the model's own tokenizer when the model is in memory.
   * @returns Null when it is not: loading it only to count would make people wait without a word.
   */
  async countTokens(modelId: string, texts: readonly string[]): Promise<readonly number[] | null> {
    const loaded = this.#loaded;
    if (loaded?.model.id !== modelId || !loaded.isReady) {
      return null;
    }
    return loaded.process.countTokens(texts).catch(() => null);
  }

  /**
   * Makes sure that a file is not in use.
   * @returns False when an answer is being generated with it.
   */
  async release(modelId: string): Promise<boolean> {
    if (this.#loaded?.model.id !== modelId) {
      return true;
    }
    if (this.#loaded.activeChats > 0) {
      return false;
    }
    await this.#unload();
    return true;
  }

  /** Ends the model process. Answers that are still running fail. */
  async close(): Promise<void> {
    for (const ticket of this.#waiting.splice(0)) {
      ticket.reject(new ProviderError('provider/server-error', 'BrainDrive is stopping.'));
    }
    await this.#unload();
  }

  /** @returns Null when `signal` was aborted while waiting. */
  async #takePlace(model: RunnableModel, signal: AbortSignal): Promise<Loaded | null> {
    if (signal.aborted) {
      return null;
    }
    const { promise, resolve, reject } = Promise.withResolvers<Loaded | null>();
    const ticket: Ticket = { model, resolve, reject };
    this.#waiting.push(ticket);
    const leaveQueue = () => {
      const index = this.#waiting.indexOf(ticket);
      if (index >= 0) {
        this.#waiting.splice(index, 1);
        resolve(null);
        this.#serve();
      }
    };
    signal.addEventListener('abort', leaveQueue, { once: true });
    this.#serve();
    return promise.finally(() => signal.removeEventListener('abort', leaveQueue));
  }

  /** Gives places to those who wait, in their order. */
  #serve(): void {
    for (let next = this.#waiting[0]; next !== undefined; next = this.#waiting[0]) {
      const loaded = this.#loaded;
      if (this.#isSwitching) {
        return;
      }
      if (loaded === null || loaded.model.id !== next.model.id) {
        if (loaded === null || loaded.activeChats === 0) {
          void this.#switchTo(next);
        }
        return;
      }
      if (loaded.activeChats >= loaded.plan.sequences) {
        return;
      }
      this.#waiting.shift();
      this.#enter(loaded);
      next.resolve(loaded);
    }
  }

  async #switchTo(ticket: Ticket): Promise<void> {
    this.#isSwitching = true;
    this.#waiting.shift();
    try {
      await this.#unload();
      const loaded = await this.#start(ticket.model);
      this.#enter(loaded);
      ticket.resolve(loaded);
    } catch (cause) {
      ticket.reject(cause);
    } finally {
      this.#isSwitching = false;
      this.#serve();
    }
  }

  async #start(model: RunnableModel): Promise<Loaded> {
    const memory = await this.#options.readMemory();
    const facts = { ...model.facts, sizeBytes: model.sizeBytes };
    const plan = planLoad(facts, memory, this.#options.maxSequences);
    if (plan === null) {
      const suggestion = await this.#options.suggestModel(memory.freeMemoryBytes);
      throw insufficientMemoryError(facts, memory, suggestion);
    }
    const progressListeners = new Set<(progress: number) => void>();
    const process = new LlamaProcess({
      log: this.#options.log,
      entry: this.#options.processEntry,
      onLoadProgress: (progress) => {
        for (const listener of progressListeners) {
          listener(progress);
        }
      },
      load: {
        modelPath: model.path,
        contextTokens: plan.contextTokens,
        sequences: plan.sequences,
        threads: this.#options.threadsFor(model.sizeBytes),
        gpu: this.#options.gpu,
        defaultAnswerTokens:
          model.sizeBytes < smallModelBytes ? smallModelAnswerTokens : plan.contextTokens,
      },
    });
    const loaded: Loaded = {
      model,
      process,
      plan,
      progressListeners,
      activeChats: 0,
      isReady: false,
    };
    this.#loaded = loaded;
    this.#watch(loaded);
    return loaded;
  }

  #watch(loaded: Loaded): void {
    const { log } = this.#options;
    loaded.process.loaded.then(
      ({ loadMs }) => {
        loaded.isReady = true;
        log.info({ model: loaded.model.id, loadMs, ...loaded.plan }, 'model loaded');
      },
      (cause: unknown) => {
        log.warn({ model: loaded.model.id, cause }, 'model not loaded');
        return loaded.process.end();
      },
    );
    void loaded.process.ended.then((death) => {
      log.info({ model: loaded.model.id, reason: death.message }, 'model process ended');
      if (this.#loaded === loaded) {
        this.#loaded = null;
        this.#serve();
      }
    });
  }

  async *#whileLoading(loaded: Loaded, signal: AbortSignal): AsyncGenerator<ModelStreamPart> {
    if (loaded.isReady) {
      return;
    }
    const steps = new AsyncQueue<number>();
    const listener = (progress: number) => steps.push(progress);
    const stop = () => steps.close();
    loaded.progressListeners.add(listener);
    signal.addEventListener('abort', stop, { once: true });
    loaded.process.loaded.then(stop, stop);
    try {
      yield { type: 'status', status: 'loading-model', progress: 0 };
      for await (const progress of steps) {
        yield { type: 'status', status: 'loading-model', progress };
      }
      if (!signal.aborted) {
        await loaded.process.loaded;
      }
    } finally {
      loaded.progressListeners.delete(listener);
      signal.removeEventListener('abort', stop);
    }
  }

  #enter(loaded: Loaded): void {
    loaded.activeChats += 1;
    if (this.#idleTimer !== null) {
      clearTimeout(this.#idleTimer);
      this.#idleTimer = null;
    }
  }

  #leave(loaded: Loaded): void {
    loaded.activeChats -= 1;
    if (loaded.activeChats === 0 && this.#loaded === loaded) {
      this.#idleTimer = setTimeout(() => void this.#unloadIdle(), this.#options.idleUnloadMs);
      this.#idleTimer.unref();
    }
    this.#serve();
  }

  async #unloadIdle(): Promise<void> {
    if (this.#loaded?.activeChats === 0 && !this.#isSwitching) {
      await this.#unload();
    }
  }

  #unload(): Promise<void> {
    const loaded = this.#loaded;
    if (this.#idleTimer !== null) {
      clearTimeout(this.#idleTimer);
      this.#idleTimer = null;
    }
    this.#loaded = null;
    if (loaded !== null) {
      this.#ending = loaded.process.end();
    }
    return this.#ending;
  }
}
