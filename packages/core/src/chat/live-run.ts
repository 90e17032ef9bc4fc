import type { ChatStreamPart, ErrorReport, MessagePart } from '@braindrive/contracts';
import type { FinishReason, ModelStreamPart, TokenUsage } from '@braindrive/plugin-sdk';
import type { ResolvedModel } from '../connections/index.ts';
import { DomainError } from '../domain-error.ts';
import { AnswerText } from './answer-text.ts';
import type { ChatLimits } from './chat-limits.ts';
import { RunLog } from './run-log.ts';
import { estimateTokens } from './token-estimate.ts';

export type RunEndReason = 'complete' | 'stopped' | 'interrupted' | 'failed';

export interface RunFacts {
  readonly id: string;
  readonly ownerId: string;
  readonly conversationId: string;
  readonly messageId: string;
  readonly model: ResolvedModel;
  readonly startedAtMs: number;
  /** What the message held before; a continued answer has parts. */
  readonly before: readonly MessagePart[];
  /** True while the title is only the first words of the question. */
  readonly mayNeedTitle: boolean;
}

/** How a run ended, with what was measured. */
export interface RunEnd {
  readonly reason: RunEndReason;
  readonly finishReason: FinishReason | null;
  readonly usage: TokenUsage | null;
  readonly firstTokenMs: number | null;
  readonly durationMs: number;
  readonly tokensPerSecond: number | null;
  readonly error: ErrorReport | null;
}

/** One running answer in memory: its log, its text, its measurements. Does no I/O. */
export class LiveRun {
  readonly facts: RunFacts;
  readonly log = new RunLog();
  readonly text: AnswerText;
  readonly #limits: ChatLimits;
  readonly #abort = new AbortController();
  #firstTokenAtMs: number | null = null;
  #lastTokenAtMs = 0;
  #deltaCount = 0;
  #statusCount = 0;
  #finish: Extract<ModelStreamPart, { type: 'finish' }> | null = null;
  /** Set once when the run begins to end; everybody who ends it waits for the same. */
  ended: Promise<void> | null = null;

  constructor(facts: RunFacts, limits: ChatLimits) {
    this.facts = facts;
    this.#limits = limits;
    this.text = new AnswerText(facts.before);
    this.log.append({
      type: 'message-start',
      messageId: facts.messageId,
      modelName: facts.model.name,
      destination: facts.model.connection.destination,
      parts: facts.before.map((part) => ({ ...part })),
    });
  }

  /** Aborts when the run ends for another reason than the model's own. */
  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /** True when the model said that it is done. */
  get isFinished(): boolean {
    return this.#finish !== null;
  }

  /**
   * Takes one part from the model.
   * @throws {DomainError} `RUN_TOO_LONG` when the answer grows past its bounds; what fits was kept.
   */
  receive(part: ModelStreamPart, nowMs: number): void {
    switch (part.type) {
      case 'status':
        this.#statusCount++;
        if (this.#statusCount <= this.#limits.maxStatusParts) this.log.append(part);
        return;
      case 'text-delta':
        this.#receiveDelta(part, 'text', nowMs);
        return;
      case 'reasoning-delta':
        this.#receiveDelta(part, 'reasoning', nowMs);
        return;
      case 'finish':
        this.#finish = part;
        return;
      case 'tool-call':
      // Conversations offer no tools, so there is nobody to call.
    }
  }

  /** Ends the stream from the model, if it still runs, and says what was measured. */
  end(reason: RunEndReason, error: ErrorReport | null, nowMs: number): RunEnd {
    this.#endReasoning(nowMs);
    if (reason !== 'complete') this.#abort.abort();
    const { startedAtMs } = this.facts;
    const first = this.#firstTokenAtMs;
    const usage = this.#usage();
    return {
      reason,
      finishReason: this.#finish?.finishReason ?? null,
      usage,
      firstTokenMs: first === null ? null : Math.max(0, Math.round(first - startedAtMs)),
      durationMs: Math.max(0, Math.round(nowMs - startedAtMs)),
      tokensPerSecond: this.#tokensPerSecond(usage),
      error,
    };
  }

  #receiveDelta(
    part: Extract<ChatStreamPart, { type: 'text-delta' | 'reasoning-delta' }>,
    type: 'text' | 'reasoning',
    nowMs: number,
  ): void {
    const room = this.#limits.maxOutputLength - this.text.length;
    const delta = part.delta.length > room ? part.delta.slice(0, room) : part.delta;
    if (delta !== '') {
      this.#firstTokenAtMs ??= nowMs;
      this.#lastTokenAtMs = nowMs;
      this.#deltaCount++;
      if (type === 'text') this.#endReasoning(nowMs);
      this.text.append(type, delta, nowMs);
      this.log.append(delta === part.delta ? part : { type: part.type, delta });
    }
    if (part.delta.length > room || this.text.partCount > this.#limits.maxParts) {
      throw new DomainError(
        'RUN_TOO_LONG',
        `The answer grew past ${this.#limits.maxOutputLength.toLocaleString('en')} characters and was ended. Its text is kept.`,
      );
    }
  }

  #endReasoning(nowMs: number): void {
    const durationMs = this.text.endReasoning(nowMs);
    if (durationMs !== null) this.log.append({ type: 'reasoning-end', durationMs });
  }

  /** The provider's count; for output without one, the deltas (one per token with most) or an estimate, if larger. */
  #usage(): TokenUsage | null {
    const given = this.#finish?.usage;
    if (given?.outputTokens != null) return given;
    if (this.#deltaCount === 0) return given ?? null;
    const written = this.text.parts.map(({ text }) => text).join('');
    const estimated = estimateTokens(written.slice(-this.text.length));
    return {
      inputTokens: given?.inputTokens ?? null,
      outputTokens: Math.max(this.#deltaCount, estimated),
      reasoningTokens: given?.reasoningTokens ?? null,
    };
  }

  /** Counted after the first token, which has to wait for the prompt. Null when there is too little to measure. */
  #tokensPerSecond(usage: TokenUsage | null): number | null {
    const streamedMs = this.#lastTokenAtMs - (this.#firstTokenAtMs ?? 0);
    const outputTokens = usage?.outputTokens ?? 0;
    if (this.#deltaCount < 2 || streamedMs <= 0 || outputTokens < 2) return null;
    return Math.round(((outputTokens - 1) * 10_000) / streamedMs) / 10;
  }
}
