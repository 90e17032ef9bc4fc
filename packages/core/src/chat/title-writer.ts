import type { SqlDatabase } from '@braindrive/database';
import type { Clock } from '../clock.ts';
import type { ResolvedModel } from '../connections/index.ts';
import {
  findConversation,
  indexTitle,
  listPromptBranch,
  titleFromModel,
  toSummary,
  updateConversation,
} from '../conversations/index.ts';
import type { EventService } from '../events/index.ts';
import type { Log } from '../log.ts';

/** The exchange that a title is for. */
export interface TitleRequest {
  readonly ownerId: string;
  readonly conversationId: string;
  /** The answer of the exchange. */
  readonly messageId: string;
  readonly model: ResolvedModel;
}

export interface TitleWriterPorts {
  readonly database: SqlDatabase;
  readonly clock: Clock;
  readonly events: EventService;
  readonly log: Log;
  readonly timeLimitMs: number;
}

interface Exchange {
  readonly question: string;
  readonly answer: string;
}

interface TitleJob {
  readonly request: TitleRequest;
  readonly abort: AbortController;
  readonly done: Promise<void>;
}

const instruction =
  'Write a title for the conversation below: at most 6 words, in its language, without quotes and full stop. Answer with the title only.';
const excerptLength = 600;
const answerTokens = 16;
const maxAnswerLength = 200;
/** Conversations whose title gave way to something more urgent; they get another try after their next answer. */
const maxPostponed = 1_000;

/**
 * Lets the model name a conversation after its first exchange. Runs behind everything else: a new answer on the same
 * connection, a stop, a deletion or the end of the host cancels it, and the first words stay the title.
 */
export class TitleWriter {
  readonly #ports: TitleWriterPorts;
  readonly #jobs = new Map<string, TitleJob>();
  readonly #postponed = new Set<string>();

  constructor(ports: TitleWriterPorts) {
    this.#ports = ports;
  }

  /** Starts in the background if the conversation still wants a title. Never throws, never waits. */
  begin(request: TitleRequest): void {
    if (this.#jobs.has(request.conversationId)) return;
    const abort = new AbortController();
    const done = this.#run(request, abort.signal).finally(() => {
      this.#jobs.delete(request.conversationId);
    });
    this.#jobs.set(request.conversationId, { request, abort, done });
  }

  /**
   * Frees the model for an answer that somebody waits for. Titles of other people on a distant server go on: it serves
   * both, and on a busy one they would never be written.
   */
  giveWay(model: ResolvedModel, ownerId: string): void {
    const isNear = model.connection.destination === null;
    for (const { request, abort } of this.#jobs.values()) {
      if (request.model.ref.connectionId !== model.ref.connectionId) continue;
      if (!isNear && request.ownerId !== ownerId) continue;
      abort.abort();
      if (this.#postponed.size < maxPostponed) this.#postponed.add(request.conversationId);
    }
  }

  /** Ends every job that is meant and waits for it. */
  async cancel(isMeant: (request: TitleRequest) => boolean): Promise<void> {
    const meant = [...this.#jobs.values()].filter(({ request }) => isMeant(request));
    for (const { abort } of meant) abort.abort();
    await Promise.all(meant.map(({ done }) => done));
  }

  /** Waits until no title is being written. */
  async settled(): Promise<void> {
    await Promise.all([...this.#jobs.values()].map(({ done }) => done));
  }

  async #run(request: TitleRequest, cancelled: AbortSignal): Promise<void> {
    const signal = AbortSignal.any([cancelled, AbortSignal.timeout(this.#ports.timeLimitMs)]);
    try {
      const exchange = await this.#readExchange(request);
      if (exchange === null) return;
      const answer = await untilAborted(ask(request.model, exchange, signal), signal);
      const title = answer === null ? null : titleFromModel(answer, exchange.question);
      if (title !== null && !signal.aborted) await this.#store(request, title);
    } catch (cause) {
      // The answer itself went well and the first words are a title: worth a line in the log, not a message.
      if (!signal.aborted) {
        const { conversationId } = request;
        this.#ports.log.warn({ cause, conversationId }, 'title.failed');
      }
    }
  }

  /** @returns null when this is not the first exchange, unless that one's title had to give way. */
  async #readExchange({ messageId, conversationId }: TitleRequest): Promise<Exchange | null> {
    const records = await this.#ports.database.read((session) =>
      listPromptBranch(session, messageId, 2),
    );
    const [answer, question] = records;
    const isFirst = question?.parentId === null;
    const wasPostponed = this.#postponed.delete(conversationId);
    if (answer === undefined || question === undefined || !(isFirst || wasPostponed)) return null;
    return {
      question: question.text.slice(0, excerptLength),
      answer: answer.text.slice(0, excerptLength),
    };
  }

  async #store({ conversationId, ownerId }: TitleRequest, title: string): Promise<void> {
    const { clock, database, events, log } = this.#ports;
    const summary = await database.write((session) => {
      const current = findConversation(session, conversationId);
      if (current?.titleSource !== 'words' || current.deletedAt !== null) return null;
      updateConversation(session, { ...current, title, titleSource: 'model' });
      indexTitle(session, { ownerId, conversationId }, title);
      return toSummary({ ...current, title });
    });
    if (summary === null) return;
    events.publish(ownerId, { type: 'conversation-changed', conversation: summary });
    log.debug({ conversationId, atMs: clock.now().getTime() }, 'title.written');
  }
}

/** @returns the model's words, or null when it began to think: that does not fit into a title's few tokens. */
async function ask(
  model: ResolvedModel,
  { question, answer: reply }: Exchange,
  signal: AbortSignal,
): Promise<string | null> {
  const request = {
    modelId: model.ref.modelId,
    messages: [
      { role: 'system', content: instruction },
      { role: 'user', content: `Question: ${question}\n\nAnswer: ${reply}\n\nTitle:` },
    ],
    parameters: { temperature: 0.2, maxTokens: answerTokens },
    isContinuation: false,
  } as const;
  let answer = '';
  for await (const part of model.connection.streamChat(request, signal)) {
    if (signal.aborted || part.type === 'reasoning-delta') return null;
    if (part.type === 'text-delta') answer += part.delta;
    // One short line is all we want; leaving the loop ends the request.
    if (answer.trimStart().includes('\n') || answer.length > maxAnswerLength) break;
  }
  return answer;
}

/** A model that does not obey the signal is left to itself. */
async function untilAborted<Value>(
  work: Promise<Value>,
  signal: AbortSignal,
): Promise<Value | null> {
  work.catch(() => {});
  return Promise.race([
    work,
    new Promise<null>((resolve) => {
      if (signal.aborted) resolve(null);
      signal.addEventListener('abort', () => resolve(null), { once: true });
    }),
  ]);
}
