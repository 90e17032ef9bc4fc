import type { AnswerStore } from './answer-store.ts';
import { createClientId } from './client-id.ts';
import type { OpenedConversation, RunUpdate, SendMessageInput, StartedRun } from './core-types.ts';
import { withLive, withMessage, withStarted } from './opened-thread.ts';

/** The host, as far as a chat needs it. */
export interface ChatPort {
  send(input: SendMessageInput): Promise<StartedRun>;
  regenerate(messageId: string): Promise<StartedRun>;
  edit(messageId: string, text: string): Promise<StartedRun>;
  continue(messageId: string): Promise<StartedRun>;
  stop(runId: string): Promise<void>;
  /** @returns How to end following. */
  follow(
    runId: string,
    handlers: { onUpdate(update: RunUpdate): void; onError(error: unknown): void },
  ): () => void;
}

/** The opened conversations that the page holds. */
export interface ThreadPort {
  change(
    conversationId: string,
    change: (opened: OpenedConversation | undefined) => OpenedConversation | undefined,
  ): void;
  reload(conversationId: string): void;
}

/** Something that was asked and may not be in the message list yet. */
export interface Turn {
  /** Made here; the host knows a repeated question by it. */
  readonly id: string;
  /** Null for the first question of a new conversation, until the host answers. */
  readonly conversationId: string | null;
  /** The shown branch gives way from this message on. Null: the turn follows the last message. */
  readonly cutId: string | null;
  /** The question; null when an answer is repeated or continued. */
  readonly text: string | null;
  /** The message that is continued. */
  readonly continuedId: string | null;
  readonly started: StartedRun | null;
}

interface Following {
  readonly runId: string;
  readonly conversationId: string;
  readonly end: () => void;
}

const keyOf = (conversationId: string | null): string => conversationId ?? 'new';

/**
 * What goes on in the chat of this page: asked questions before they are stored, and the runs that are followed. Lives
 * outside of React, so that a word does not pass through a component on its way to the store.
 */
export class ChatSession {
  readonly answers: AnswerStore;
  readonly #port: ChatPort;
  readonly #threads: ThreadPort;
  readonly #listeners = new Set<() => void>();
  readonly #following = new Map<string, Following>();
  readonly #rowKeys = new Map<string, string>();
  readonly #threadKeys = new Map<string, string>();
  readonly #stopRequests = new Set<string>();
  #newThread = createClientId();
  #turns: ReadonlyMap<string, Turn> = new Map();

  constructor(ports: {
    readonly answers: AnswerStore;
    readonly chat: ChatPort;
    readonly threads: ThreadPort;
  }) {
    this.answers = ports.answers;
    this.#port = ports.chat;
    this.#threads = ports.threads;
  }

  /** Asks a question. Its row is there when this returns; the promise is fulfilled once the host has stored it. */
  send(input: SendMessageInput): Promise<StartedRun> {
    const { clientId, conversationId, text } = input;
    return this.#begin({ id: clientId, conversationId, text }, () => this.#port.send(input));
  }

  /** Asks again with another text, from `messageId` on. */
  edit(
    turnId: string,
    conversationId: string,
    messageId: string,
    text: string,
  ): Promise<StartedRun> {
    return this.#begin({ id: turnId, conversationId, text, cutId: messageId }, () =>
      this.#port.edit(messageId, text),
    );
  }

  /** Asks for another answer in place of `messageId`. */
  regenerate(turnId: string, conversationId: string, messageId: string): Promise<StartedRun> {
    return this.#begin({ id: turnId, conversationId, text: null, cutId: messageId }, () =>
      this.#port.regenerate(messageId),
    );
  }

  /** Goes on with a cut answer. */
  continue(turnId: string, conversationId: string, messageId: string): Promise<StartedRun> {
    return this.#begin({ id: turnId, conversationId, text: null, continuedId: messageId }, () =>
      this.#port.continue(messageId),
    );
  }

  /** Stops what is being answered, also a question that is still on its way. */
  stop(conversationId: string | null): void {
    const turn = this.#turns.get(keyOf(conversationId));
    if (turn !== undefined && turn.started === null) this.#stopRequests.add(turn.id);
    for (const { runId, conversationId: id } of this.#following.values()) {
      if (id === conversationId) void this.#port.stop(runId).catch(() => undefined);
    }
  }

  /** Follows the run that writes `messageId`, unless that is done already. */
  follow(conversationId: string, messageId: string, runId: string): void {
    if (this.#following.get(messageId)?.runId === runId) return;
    this.#following.get(messageId)?.end();
    this.answers.begin(messageId);
    const end = this.#port.follow(runId, {
      onUpdate: (update) => this.#receive(conversationId, messageId, update),
      onError: () => this.#lose(conversationId, messageId),
    });
    this.#following.set(messageId, { runId, conversationId, end });
    this.#notify();
  }

  /** Ends following what belongs to a conversation that is no longer shown. Its runs go on. */
  leave(conversationId: string): void {
    for (const [messageId, following] of this.#following) {
      if (following.conversationId === conversationId) this.#unfollow(messageId);
    }
  }

  /** Makes room for another new chat. A question that is still on its way is stored all the same. */
  leaveNew(): void {
    if (this.turnOf(null) === null) return;
    this.#newThread = createClientId();
    this.#setTurn(null, null);
  }

  /** Ends everything. */
  close(): void {
    for (const messageId of [...this.#following.keys()]) this.#unfollow(messageId);
  }

  turnOf(conversationId: string | null): Turn | null {
    return this.#turns.get(keyOf(conversationId)) ?? null;
  }

  /** True while an answer is asked for or written. */
  isAnswering(conversationId: string | null): boolean {
    const turn = this.turnOf(conversationId);
    if (turn !== null && turn.started === null) return true;
    return [...this.#following.values()].some(
      (following) =>
        following.conversationId === (conversationId ?? turn?.started?.conversation.id),
    );
  }

  /** Name of a message's row: a row that was drawn before its message was stored keeps its place and its elements. */
  rowKey(messageId: string): string {
    return this.#rowKeys.get(messageId) ?? messageId;
  }

  /** Name of a conversation's thread: one that began on this page keeps the thread it began in. */
  threadKey(conversationId: string | null): string {
    if (conversationId === null) return this.#newThread;
    return this.#threadKeys.get(conversationId) ?? conversationId;
  }

  /** Changes with every change of {@link turnOf} and {@link isAnswering}. */
  get version(): number {
    return this.#version;
  }
  #version = 0;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  async #begin(
    turn: Pick<Turn, 'id' | 'conversationId' | 'text'> & Partial<Turn>,
    ask: () => Promise<StartedRun>,
  ): Promise<StartedRun> {
    const { conversationId } = turn;
    this.#setTurn(conversationId, { cutId: null, continuedId: null, started: null, ...turn });
    try {
      const started = await ask();
      this.#start({ cutId: null, continuedId: null, ...turn, started });
      return started;
    } catch (error) {
      if (this.turnOf(conversationId)?.id === turn.id) this.#setTurn(conversationId, null);
      throw error;
    } finally {
      this.#stopRequests.delete(turn.id);
    }
  }

  #start(turn: Turn & { readonly started: StartedRun }): void {
    const { started, id } = turn;
    const { conversation, replyMessage, userMessage, runId } = started;
    if (userMessage !== null) this.#rowKeys.set(userMessage.id, `${id}:question`);
    if (turn.continuedId === null) this.#rowKeys.set(replyMessage.id, `${id}:answer`);
    const isShown = this.turnOf(turn.conversationId)?.id === id;
    if (isShown && turn.conversationId === null) {
      this.#threadKeys.set(conversation.id, this.#newThread);
    }
    if (!this.#store(started)) this.#threads.reload(conversation.id);
    if (isShown) {
      // From here on the message list has it; a new chat's turn stays until the page has taken its address.
      this.#setTurn(turn.conversationId, turn.conversationId === null ? turn : null);
      this.follow(conversation.id, replyMessage.id, runId);
    }
    if (this.#stopRequests.has(id)) void this.#port.stop(runId).catch(() => undefined);
  }

  /** @returns False when the place of the messages is not loaded, so that the conversation has to be fetched. */
  #store(started: StartedRun): boolean {
    let isStored = false;
    this.#threads.change(started.conversation.id, (opened) => {
      const changed = withStarted(opened, started);
      isStored = changed !== undefined;
      return changed ?? opened;
    });
    return isStored;
  }

  #receive(conversationId: string, messageId: string, update: RunUpdate): void {
    this.answers.push(messageId, update);
    const live = this.answers.get(messageId);
    if (live === null || live.end === null) return;
    this.#threads.change(conversationId, (opened) => {
      const message = opened?.window.messages.find(({ id }) => id === messageId);
      return opened && message ? withMessage(opened, withLive(message, live)) : opened;
    });
    this.#following.get(messageId)?.end();
    this.#following.delete(messageId);
    this.#notify();
  }

  /** The run cannot be followed any more: the stored conversation says what became of it. */
  #lose(conversationId: string, messageId: string): void {
    this.#following.delete(messageId);
    this.#threads.reload(conversationId);
    this.#notify();
  }

  #unfollow(messageId: string): void {
    this.#following.get(messageId)?.end();
    this.#following.delete(messageId);
    this.answers.drop(messageId);
    this.#notify();
  }

  #setTurn(conversationId: string | null, turn: Turn | null): void {
    const turns = new Map(this.#turns);
    if (turn === null) turns.delete(keyOf(conversationId));
    else turns.set(keyOf(conversationId), turn);
    this.#turns = turns;
    this.#notify();
  }

  #notify(): void {
    this.#version += 1;
    for (const listener of this.#listeners) listener();
  }
}
