import {
  type ErrorReport,
  installStepNames,
  type PluginOperation,
  type PluginSource,
} from '@braindrive/contracts';
import { type Clock, DomainError } from '@braindrive/core';
import { createId } from '@braindrive/database';

export type StepName = (typeof installStepNames)[number];

/** Progress is told ten times a second at most. */
const progressEveryMs = 100;

/** A person's answer, or that none came. */
export type ConsentAnswer = 'accepted' | 'refused';

/** One install or update: what a page shows of it, and who waits for it. */
export class Operation {
  readonly ownerId: string;
  readonly #clock: Clock;
  readonly #publish: (view: PluginOperation) => void;
  readonly #abort = new AbortController();
  #view: PluginOperation;
  #toldAt = 0;
  #waiting: Array<() => void> = [];
  #answer: ((answer: ConsentAnswer) => void) | null = null;
  /** When it was over, or null. */
  endedAt: number | null = null;

  constructor(options: {
    readonly ownerId: string;
    readonly kind: PluginOperation['kind'];
    readonly source: PluginSource;
    readonly clock: Clock;
    readonly publish: (view: PluginOperation) => void;
  }) {
    this.ownerId = options.ownerId;
    this.#clock = options.clock;
    this.#publish = options.publish;
    this.#view = {
      id: createId(),
      kind: options.kind,
      state: 'running',
      source: options.source,
      steps: installStepNames.map((name) => ({ name, state: 'waiting', text: '' })),
      receivedBytes: 0,
      totalBytes: null,
      plugin: null,
      error: null,
      failedStep: null,
      installationId: null,
      startedAt: options.clock.now(),
    };
  }

  get view(): PluginOperation {
    return this.#view;
  }

  /** Aborts when the person cancels. */
  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  get isOver(): boolean {
    return this.endedAt !== null;
  }

  /** Does one step; a failure of it is remembered as this step's. @param text - What it came to. */
  async step<Result>(
    name: StepName,
    work: () => Promise<Result>,
    text: (result: Result) => string,
  ): Promise<Result> {
    this.signal.throwIfAborted();
    this.#setStep(name, 'running', '');
    const result = await work();
    this.signal.throwIfAborted();
    this.#setStep(name, 'done', text(result));
    return result;
  }

  progress(receivedBytes: number, totalBytes: number | null): void {
    this.#view = { ...this.#view, receivedBytes, totalBytes };
    const now = this.#clock.now().getTime();
    if (now - this.#toldAt < progressEveryMs) return;
    this.#toldAt = now;
    this.#publish(this.#view);
  }

  change(changes: Partial<PluginOperation>): void {
    this.#view = { ...this.#view, ...changes };
    this.#publish(this.#view);
  }

  /** Waits for the person. @throws {DomainError} when nobody answers in time. */
  async consent(limitMs: number): Promise<ConsentAnswer> {
    const { promise, resolve, reject } = Promise.withResolvers<ConsentAnswer>();
    const abort = () => reject(this.signal.reason);
    const timer = setTimeout(() => reject(unanswered()), limitMs);
    timer.unref();
    this.signal.addEventListener('abort', abort, { once: true });
    this.#answer = resolve;
    this.change({ state: 'consent' });
    this.#wake();
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
      this.signal.removeEventListener('abort', abort);
      this.#answer = null;
    }
  }

  /** @throws {DomainError} `CONFLICT` when nothing is asked. */
  answer(answer: ConsentAnswer): void {
    if (this.#answer === null) {
      throw new DomainError('CONFLICT', 'This install does not wait for an answer.');
    }
    this.#answer(answer);
    this.#answer = null;
    if (answer === 'accepted') this.change({ state: 'running' });
  }

  /** @throws {DomainError} `CONFLICT` once the plugin is being put in place. */
  cancel(): void {
    if (this.isOver) return;
    if (this.#view.steps.some(({ name, state }) => name === 'install' && state !== 'waiting')) {
      throw new DomainError(
        'CONFLICT',
        'It is being installed already. Uninstall it when it is done.',
      );
    }
    this.#abort.abort(new DomainError('CONFLICT', 'Cancelled.'));
  }

  done(installationId: string): void {
    this.#end({ state: 'done', installationId });
  }

  cancelled(): void {
    this.#end({ state: 'cancelled' });
  }

  failed(error: ErrorReport): void {
    const failedStep = this.#view.steps.find(({ state }) => state === 'running')?.name ?? 'fetch';
    this.#setStep(failedStep, 'failed', error.message);
    this.#end({ state: 'failed', error, failedStep });
  }

  /** Settles when it is over or waits for consent. */
  async settled(): Promise<PluginOperation> {
    while (this.#view.state === 'running') {
      await new Promise<void>((resolve) => {
        this.#waiting.push(resolve);
      });
    }
    return this.#view;
  }

  #end(changes: Partial<PluginOperation>): void {
    this.endedAt = this.#clock.now().getTime();
    this.change(changes);
    this.#wake();
  }

  #wake(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }

  #setStep(name: StepName, state: PluginOperation['steps'][number]['state'], text: string): void {
    const steps = this.#view.steps.map((step) =>
      step.name === name ? { name, state, text } : step,
    );
    this.change({ steps });
  }
}

const unanswered = (): DomainError =>
  new DomainError(
    'CONFLICT',
    'Nobody answered for an hour, so nothing was installed. Start again.',
  );
