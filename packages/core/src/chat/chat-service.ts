import type {
  ContinueMessageInput,
  EditMessageInput,
  FollowRunInput,
  RegenerateInput,
  RunUpdate,
  SendMessageInput,
  StartedRun,
} from '@braindrive/contracts';
import { type Orm, SqlDatabase, type SqlSession } from '@braindrive/database';
import type { Clock } from '../clock.ts';
import type { ModelResolver } from '../connections/index.ts';
import { type ConversationRuns, parametersOf } from '../conversations/index.ts';
import { DomainError } from '../domain-error.ts';
import type { EventService } from '../events/index.ts';
import type { Log } from '../log.ts';
import type { Actor } from '../users/index.ts';
import { type ChatLimits, defaultChatLimits } from './chat-limits.ts';
import type { LiveRun, RunEnd, RunFacts } from './live-run.ts';
import { PromptBuilder } from './prompt-builder.ts';
import { RunEngine } from './run-engine.ts';
import { replayStored } from './run-replay.ts';
import {
  findRun,
  findRunByClientId,
  interruptRun,
  interruptStrayMessages,
  listUnfinished,
  readAnswer,
} from './run-store.ts';
import { TitleWriter } from './title-writer.ts';
import { TokenCounter } from './token-counter.ts';
import { planContinue, planEdit, planRegenerate, planSend, type Turn } from './turn.ts';
import { readStarted, type StoredTurn, storeTurn } from './turn-store.ts';
import { Turnstile } from './turnstile.ts';

export interface ChatServicePorts {
  readonly orm: Orm;
  readonly clock: Clock;
  readonly log: Log;
  readonly events: EventService;
  readonly models: ModelResolver;
  /** Left out values keep their default. */
  readonly limits?: Partial<ChatLimits>;
}

/** Runs that one recovery transaction closes, so that a start after a busy crash does not hold the database long. */
const recoveryBatch = 50;

/**
 * The chat engine. An answer is a run that the server owns: it begins with {@link send} and its kin, goes on whoever
 * follows it or not, and ends by itself, by {@link stop} or with the host.
 */
export class ChatService implements ConversationRuns {
  readonly #database: SqlDatabase;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #models: ModelResolver;
  readonly #limits: ChatLimits;
  readonly #prompts: PromptBuilder;
  readonly #engine: RunEngine;
  readonly #titles: TitleWriter;
  readonly #turnstile = new Turnstile();
  #isClosed = false;

  constructor(ports: ChatServicePorts) {
    const { clock, events, log } = ports;
    const database = new SqlDatabase(ports.orm);
    const limits = { ...defaultChatLimits, ...ports.limits };
    this.#database = database;
    this.#clock = clock;
    this.#log = log;
    this.#models = ports.models;
    this.#limits = limits;
    this.#prompts = new PromptBuilder(
      database,
      new TokenCounter({ timeLimitMs: limits.countTokensMs, log }),
    );
    this.#titles = new TitleWriter({ database, clock, events, log, timeLimitMs: limits.titleMs });
    const onEnded = (run: LiveRun, end: RunEnd) => this.#afterEnd(run, end);
    this.#engine = new RunEngine({ database, clock, log, events, limits, onEnded });
  }

  /**
   * Stores a question with a still empty answer, asks the model and returns at once. A retry with the same `clientId`
   * returns the run of the first try.
   * @throws {DomainError} `NOT_FOUND`, `CONVERSATION_BUSY` while an answer is written on the same branch,
   *   `TOO_MANY_RUNS`, `MESSAGE_TOO_LONG`, `PROMPT_TOO_LONG`, and those of {@link ModelResolver.resolve}. Nothing is
   *   stored then.
   */
  async send(actor: Actor, input: SendMessageInput): Promise<StartedRun> {
    const known = await this.#database.read((session) => {
      const run = findRunByClientId(session, actor.userId, input.clientId);
      return run === null ? null : readStarted(session, run);
    });
    if (known !== null) return known;
    const nowMs = this.#nowMs();
    return this.#start(actor, (session) => planSend(session, actor, input, nowMs));
  }

  /** Answers a question again: makes a sibling of `messageId` and shows it. @throws {DomainError} like {@link send}. */
  async regenerate(actor: Actor, input: RegenerateInput): Promise<StartedRun> {
    return this.#start(actor, (session) => planRegenerate(session, actor, input));
  }

  /** Asks a changed question: makes a sibling of `messageId` and answers it. @throws {DomainError} like {@link send}. */
  async edit(actor: Actor, input: EditMessageInput): Promise<StartedRun> {
    return this.#start(actor, (session) => planEdit(session, actor, input));
  }

  /**
   * Goes on with a cut answer in its place.
   * @throws {DomainError} `NOTHING_TO_CONTINUE` when it is whole, empty or has replies; else like {@link send}.
   */
  async continueMessage(actor: Actor, input: ContinueMessageInput): Promise<StartedRun> {
    return this.#start(actor, (session) => planContinue(session, actor, input));
  }

  /**
   * Stops a run, from any device; the text so far stays. A run that has ended is left alone.
   * @throws {DomainError} `RUN_NOT_FOUND` when it is missing or somebody else's.
   */
  async stop(actor: Actor, runId: string): Promise<void> {
    const live = this.#engine.find(runId);
    if (live === null) {
      const stored = await this.#database.read((session) => findRun(session, runId));
      if (stored?.ownerId !== actor.userId) throw runNotFound();
      return;
    }
    if (live.facts.ownerId !== actor.userId) throw runNotFound();
    await this.#engine.end(live, 'stopped');
  }

  /**
   * Replays a run from `after` and goes on until its `message-end`. A run that is no longer in memory is replayed as a
   * whole from the stored message, beginning with `message-start`.
   * @throws {DomainError} `RUN_NOT_FOUND` when it is missing or somebody else's.
   */
  async *follow(
    actor: Actor,
    input: FollowRunInput,
    signal: AbortSignal,
  ): AsyncGenerator<RunUpdate> {
    const live = this.#engine.find(input.runId);
    if (live !== null) {
      if (live.facts.ownerId !== actor.userId) throw runNotFound();
      yield* live.log.follow(input.after, signal);
      return;
    }
    const stored = await this.#database.read((session) => {
      const run = findRun(session, input.runId);
      const answer = run === null ? null : readAnswer(session, run.messageId);
      return run === null || answer === null ? null : { run, answer };
    });
    if (stored?.run.ownerId !== actor.userId) throw runNotFound();
    const update = replayStored(stored.run, stored.answer, input.after);
    if (update !== null) yield update;
  }

  async stopConversation(conversationId: string): Promise<void> {
    await this.#engine.endAll('stopped', (facts) => facts.conversationId === conversationId);
    await this.#titles.cancel((request) => request.conversationId === conversationId);
  }

  /** Stops everything that answers for a person; called before an account goes. */
  async stopUser(userId: string): Promise<void> {
    await this.#engine.endAll('stopped', ({ ownerId }) => ownerId === userId);
    await this.#titles.cancel(({ ownerId }) => ownerId === userId);
  }

  /**
   * Closes what the last life of the host left open: runs and messages become interrupted and keep the text that was
   * stored. Called once at start, before the first request.
   * @returns how many runs there were.
   */
  async recover(): Promise<number> {
    const nowMs = this.#nowMs();
    let recovered = 0;
    for (;;) {
      const count = await this.#database.write((session) => {
        const runs = listUnfinished(session, recoveryBatch);
        for (const run of runs) interruptRun(session, run, nowMs);
        return runs.length;
      });
      recovered += count;
      if (count < recoveryBatch) break;
    }
    await this.#database.write(interruptStrayMessages);
    if (recovered > 0) this.#log.warn({ runs: recovered }, 'run.recovered');
    return recovered;
  }

  /** Ends every run as interrupted with its text stored, cancels titles and refuses new messages. For the host's end. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all([this.#engine.close(), this.#titles.cancel(() => true)]);
  }

  /** Waits until no title is being written. */
  async titlesSettled(): Promise<void> {
    await this.#titles.settled();
  }

  async #start(actor: Actor, plan: (session: SqlSession) => Turn): Promise<StartedRun> {
    await this.#turnstile.pass();
    this.#refuseWhenClosed();
    const turn = await this.#database.read(plan);
    const parameters = parametersOf(turn.conversation);
    const model = await this.#models.resolve(actor, turn.model);
    const messages = await this.#prompts.build({
      model,
      systemPrompt: turn.conversation.systemPrompt,
      parameters,
      historyEndId: turn.parentId,
      question: turn.question,
    });
    this.#refuseWhenClosed();
    const nowMs = this.#nowMs();
    const { maxRunsPerPerson } = this.#limits;
    const stored = await this.#database.write((session) =>
      storeTurn(session, turn, { model, nowMs, maxRunsPerPerson }),
    );
    if (stored.fresh === null) return stored.started;
    const facts = factsOf(turn, stored, stored.fresh.before, { model, nowMs });
    this.#titles.giveWay(model, facts.ownerId);
    const isContinuation = turn.continued !== null;
    this.#engine.begin(facts, { messages, parameters, isContinuation }, stored.started);
    return stored.started;
  }

  #afterEnd(run: LiveRun, end: RunEnd): void {
    const { conversationId, mayNeedTitle, messageId, model, ownerId } = run.facts;
    if (this.#isClosed || !mayNeedTitle || end.reason !== 'complete') return;
    this.#titles.begin({ ownerId, conversationId, messageId, model });
  }

  #refuseWhenClosed(): void {
    if (this.#isClosed) {
      throw new DomainError('CONFLICT', 'BrainDrive is stopping. Send this again when it is back.');
    }
  }

  #nowMs(): number {
    return this.#clock.now().getTime();
  }
}

const runNotFound = (): DomainError =>
  new DomainError('RUN_NOT_FOUND', 'This answer does not exist.');

const factsOf = (
  turn: Turn,
  { started }: StoredTurn,
  before: RunFacts['before'],
  { model, nowMs }: { readonly model: RunFacts['model']; readonly nowMs: number },
): RunFacts => ({
  id: started.runId,
  ownerId: turn.conversation.ownerId,
  conversationId: started.conversation.id,
  messageId: started.replyMessage.id,
  model,
  startedAtMs: nowMs,
  before,
  mayNeedTitle: turn.conversation.titleSource === 'words',
});
