import type {
  FinishReason,
  ModelStreamPart,
  ProviderModel,
  TokenUsage,
} from '@braindrive/plugin-sdk';
import type {
  ChatRequest,
  ConnectionTestResult,
  ModelConnection,
} from '@braindrive/plugin-sdk/server';

const noUsage: TokenUsage = { inputTokens: null, outputTokens: null, reasoningTokens: null };

/** One request that reached the model. The test says what the model answers, and when. */
export class ScriptedAnswer {
  readonly request: ChatRequest;
  /** Aborts when the host takes the request back. */
  readonly signal: AbortSignal;
  readonly #queue: ModelStreamPart[] = [];
  #failure: { readonly error: unknown } | null = null;
  #isClosed = false;
  #wake = () => {};

  constructor(request: ChatRequest, signal: AbortSignal) {
    this.request = request;
    this.signal = signal;
    signal.addEventListener('abort', () => this.#wake(), { once: true });
  }

  push(...parts: readonly ModelStreamPart[]): this {
    this.#queue.push(...parts);
    this.#wake();
    return this;
  }

  /** One delta per text. */
  text(...deltas: readonly string[]): this {
    return this.push(...deltas.map((delta) => ({ type: 'text-delta', delta }) as const));
  }

  reasoning(...deltas: readonly string[]): this {
    return this.push(...deltas.map((delta) => ({ type: 'reasoning-delta', delta }) as const));
  }

  /** Ends the answer as a model does. */
  finish(finishReason: FinishReason = 'stop', usage: TokenUsage = noUsage): this {
    this.push({ type: 'finish', finishReason, usage });
    return this.cut();
  }

  /** Ends the stream without the closing part. */
  cut(): this {
    this.#isClosed = true;
    this.#wake();
    return this;
  }

  /** Throws from the stream, after what was pushed before. */
  fail(error: unknown): this {
    this.#failure = { error };
    this.#wake();
    return this;
  }

  /** What the host reads. A test has no need for it. */
  async *stream(): AsyncGenerator<ModelStreamPart> {
    while (!this.signal.aborted) {
      const part = this.#queue.shift();
      if (part !== undefined) {
        yield part;
        continue;
      }
      if (this.#failure !== null) throw this.#failure.error;
      if (this.#isClosed) return;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }
}

export interface ScriptedModelOptions {
  readonly destination?: string | null;
  /** Parts of an answer that comes by itself, or null to leave the request to the test. */
  readonly script?: (request: ChatRequest) => readonly ModelStreamPart[] | null;
  /** Makes the model count tokens; without it the host estimates. */
  readonly countTokens?: NonNullable<ModelConnection['countTokens']>;
}

/** A model connection whose every word and moment a test decides. */
export class ScriptedModel implements ModelConnection {
  readonly destination: string | null;
  /** Every request, oldest first. */
  readonly answers: ScriptedAnswer[] = [];
  readonly countTokens?: NonNullable<ModelConnection['countTokens']>;
  readonly #script: NonNullable<ScriptedModelOptions['script']>;
  readonly #waiting: ((answer: ScriptedAnswer) => void)[] = [];
  #taken = 0;

  constructor(options: ScriptedModelOptions = {}) {
    this.destination = options.destination ?? null;
    this.#script = options.script ?? (() => null);
    if (options.countTokens !== undefined) this.countTokens = options.countTokens;
  }

  /** The next request that the test has not taken yet; waits for it. Scripted answers are not given out. */
  async next(): Promise<ScriptedAnswer> {
    const answer = this.answers[this.#taken];
    if (answer === undefined) return new Promise((resolve) => this.#waiting.push(resolve));
    this.#taken++;
    return answer;
  }

  streamChat(request: ChatRequest, signal: AbortSignal): AsyncIterable<ModelStreamPart> {
    const answer = new ScriptedAnswer(request, signal);
    const parts = this.#script(request);
    if (parts !== null) {
      answer.push(...parts).cut();
      return answer.stream();
    }
    this.answers.push(answer);
    const waiting = this.#waiting.shift();
    if (waiting !== undefined) {
      this.#taken++;
      waiting(answer);
    }
    return answer.stream();
  }

  async listModels(): Promise<readonly ProviderModel[]> {
    return [];
  }

  async test(): Promise<ConnectionTestResult> {
    return { latencyMs: 1, modelCount: 0, serverVersion: null };
  }
}
