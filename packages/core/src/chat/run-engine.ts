import { setTimeout as setTimeoutPromise } from 'node:timers/promises';
import type { StartedRun } from '@braindrive/contracts';
import type { SqlDatabase, SqlSession } from '@braindrive/database';
import type { ModelParameters, PromptMessage } from '@braindrive/plugin-sdk';
import { ProviderError } from '@braindrive/plugin-sdk';
import type { ChatRequest } from '@braindrive/plugin-sdk/server';
import type { Clock } from '../clock.ts';
import { DomainError } from '../domain-error.ts';
import type { EventService } from '../events/index.ts';
import type { Log } from '../log.ts';
import type { ChatLimits } from './chat-limits.ts';
import { LiveRun, type RunEnd, type RunEndReason, type RunFacts } from './live-run.ts';
import { isExpected, reportRunError } from './run-error.ts';
import { RunFlusher } from './run-flusher.ts';
import { type EndedRun, endRun } from './run-store.ts';
import { Turnstile } from './turnstile.ts';

export interface RunEnginePorts {
  readonly database: SqlDatabase;
  readonly clock: Clock;
  readonly log: Log;
  readonly events: EventService;
  readonly limits: ChatLimits;
  /** Called after the end of a run is stored, before anybody who waits for it goes on. */
  readonly onEnded: (run: LiveRun, end: RunEnd) => void;
}

export interface RunRequest {
  readonly messages: readonly PromptMessage[];
  readonly parameters: ModelParameters;
  readonly isContinuation: boolean;
}

/** Keeps the running answers: asks the model, writes the log, stores the end, whoever or whatever causes it. */
export class RunEngine {
  readonly #ports: RunEnginePorts;
  readonly #flusher: RunFlusher;
  readonly #turnstile = new Turnstile();
  /** Running ones, and ended ones as long as they can be replayed entry by entry. */
  readonly #runs = new Map<string, LiveRun>();
  /** The ended ones among them, oldest first. */
  readonly #replayable = new Set<LiveRun>();
  /** Bounds the time of a running one, and the time that an ended one is kept. */
  readonly #timers = new Map<LiveRun, NodeJS.Timeout>();

  constructor(ports: RunEnginePorts) {
    this.#ports = ports;
    const { database, log, limits } = ports;
    this.#flusher = new RunFlusher({ database, log, intervalMs: limits.flushIntervalMs });
  }

  find(runId: string): LiveRun | null {
    return this.#runs.get(runId) ?? null;
  }

  /** Ends every run that is meant, and waits for those that end already. */
  async endAll(reason: RunEndReason, isMeant: (facts: RunFacts) => boolean): Promise<void> {
    const meant = [...this.#runs.values()].filter(({ facts }) => isMeant(facts));
    await Promise.all(meant.map((run) => this.end(run, reason)));
  }

  /** Asks the model and returns; everything else happens by itself. */
  begin(facts: RunFacts, request: RunRequest, started: StartedRun): void {
    const run = new LiveRun(facts, this.#ports.limits);
    this.#runs.set(facts.id, run);
    this.#timers.set(
      run,
      setTimeout(() => this.#overrun(run), this.#ports.limits.maxRunMs).unref(),
    );
    void this.#consume(run, { modelId: facts.model.ref.modelId, ...request });
    this.#publishStart(started, facts.ownerId);
  }

  /** Ends a run and waits until its text is stored. One that ends already is waited for. */
  async end(run: LiveRun, reason: RunEndReason, cause: unknown = null): Promise<void> {
    run.ended ??= this.#store(run, reason, cause);
    await run.ended;
  }

  /** Ends every run as interrupted and keeps what came so far. */
  async close(): Promise<void> {
    await this.endAll('interrupted', () => true);
    this.#flusher.close();
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
  }

  async #consume(run: LiveRun, request: ChatRequest): Promise<void> {
    const { connection } = run.facts.model;
    try {
      for await (const part of connection.streamChat(request, run.signal)) {
        // Whoever ended the run has stored it already; what a slow provider still says is too late.
        if (run.ended !== null) return;
        run.receive(part, this.#nowMs());
        if (run.text.hasPending) this.#flusher.mark(run);
      }
      if (run.ended === null) await this.#endAsModelDid(run);
    } catch (cause) {
      if (run.ended === null) await this.end(run, 'failed', cause);
    }
  }

  async #endAsModelDid(run: LiveRun): Promise<void> {
    if (run.isFinished) return this.end(run, 'complete');
    const cut = new ProviderError(
      'provider/stream-cut',
      'The answer was cut off before its end. Continue it, or regenerate it.',
    );
    return this.end(run, 'failed', cut);
  }

  #overrun(run: LiveRun): void {
    const minutes = Math.max(1, Math.round(this.#ports.limits.maxRunMs / 60_000));
    const message = `The answer took longer than ${minutes} minutes and was ended. Its text is kept: you can continue it.`;
    void this.end(run, 'failed', new DomainError('RUN_TOO_LONG', message));
  }

  async #store(run: LiveRun, reason: RunEndReason, cause: unknown): Promise<void> {
    const { log } = this.#ports;
    const { id: runId, conversationId } = run.facts;
    const nowMs = this.#nowMs();
    clearTimeout(this.#timers.get(run));
    if (reason === 'failed') {
      const fields = { runId, conversationId, cause };
      if (isExpected(cause)) log.info(fields, 'run.failed');
      else log.error(fields, 'run.failed');
    }
    const end = run.end(reason, reason === 'failed' ? reportRunError(cause, runId) : null, nowMs);
    this.#flusher.forget(run);
    await this.#turnstile.pass();
    const written = { parts: run.text.parts, text: run.text.text, seq: run.log.lastSeq + 1 };
    const { error, ended } = await this.#storeEnd((session) =>
      endRun(session, run.facts, end, written, nowMs),
    );
    const isLost = error !== null;
    const report = isLost ? reportRunError(error, runId) : null;
    const shown: RunEnd = isLost ? { ...end, reason: 'failed', error: report } : end;
    if (isLost) log.error({ cause: error, runId, conversationId }, 'run.not-stored');
    run.log.append({ type: 'message-end', ...shown });
    this.#keepForReplay(run);
    if (ended !== null) this.#publishEnd(run, ended);
    this.#ports.onEnded(run, shown);
  }

  /**
   * A full disk or a locked file may pass, so it tries a few times. After that the row still says "running", and the
   * next start of the host closes it with what was flushed.
   */
  async #storeEnd(
    work: (session: SqlSession) => EndedRun | null,
  ): Promise<{ readonly error: unknown; readonly ended: EndedRun | null }> {
    let lastError: unknown = null;
    for (const pauseMs of [0, 200, 1_000]) {
      if (pauseMs > 0) await setTimeoutPromise(pauseMs);
      try {
        return { error: null, ended: await this.#ports.database.write(work) };
      } catch (error) {
        lastError = error;
      }
    }
    return { error: lastError, ended: null };
  }

  #keepForReplay(run: LiveRun): void {
    const { maxReplayRuns, replayMs } = this.#ports.limits;
    this.#timers.set(run, setTimeout(() => this.#forget(run), replayMs).unref());
    this.#replayable.add(run);
    if (this.#replayable.size <= maxReplayRuns) return;
    const [oldest] = this.#replayable;
    if (oldest !== undefined) this.#forget(oldest);
  }

  /** From now on the run is replayed from its stored message. Readers that follow it keep what they hold. */
  #forget(run: LiveRun): void {
    clearTimeout(this.#timers.get(run));
    this.#timers.delete(run);
    this.#replayable.delete(run);
    this.#runs.delete(run.facts.id);
  }

  #publishStart(started: StartedRun, ownerId: string): void {
    const { events } = this.#ports;
    const { conversation, replyMessage, runId, userMessage } = started;
    const { settings: _, leafId, ...summary } = conversation;
    const conversationId = conversation.id;
    events.publish(ownerId, { type: 'conversation-changed', conversation: summary });
    const messageId = replyMessage.id;
    events.publish(ownerId, {
      type: 'run-started',
      runId,
      conversationId,
      messageId,
      userMessage,
      replyMessage,
    });
    events.publish(ownerId, { type: 'branch-changed', conversationId, leafId });
  }

  #publishEnd(run: LiveRun, { message, summary, isVisible }: EndedRun): void {
    const { events } = this.#ports;
    const { conversationId, id: runId, messageId, ownerId } = run.facts;
    events.publish(ownerId, { type: 'run-ended', runId, conversationId, messageId, message });
    if (isVisible) {
      events.publish(ownerId, { type: 'conversation-changed', conversation: summary });
    }
  }

  #nowMs(): number {
    return this.#ports.clock.now().getTime();
  }
}
