const prefix = 'bd.draft.';
const waitingKey = 'bd.chat.waiting';
const keyOf = (conversationId: string | null): string => `${prefix}${conversationId ?? 'new'}`;

/** What is written and not sent, kept per conversation on this device. Without storage it lives as long as the page. */
export class DraftStorage {
  readonly #storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

  constructor(storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>) {
    this.#storage = storage;
  }

  read(conversationId: string | null): string {
    try {
      return this.#storage.getItem(keyOf(conversationId)) ?? '';
    } catch {
      return '';
    }
  }

  write(conversationId: string | null, text: string): void {
    try {
      if (text === '') this.#storage.removeItem(keyOf(conversationId));
      else this.#storage.setItem(keyOf(conversationId), text);
    } catch {
      // Full or refused: the text is still in the field.
    }
  }
}

/** Keeps a question that nobody can answer yet; it survives a reload. */
export function keepWaitingQuestion(question: string): void {
  try {
    sessionStorage.setItem(waitingKey, question);
  } catch {
    // Without storage it waits as long as the page.
  }
}

/** The question that waits for a model. */
export function peekWaitingQuestion(): string | null {
  try {
    const question = sessionStorage.getItem(waitingKey);
    return question === null || question.trim() === '' ? null : question;
  } catch {
    return null;
  }
}

/** Takes that question; it is asked once. */
export function takeWaitingQuestion(): string | null {
  const question = peekWaitingQuestion();
  if (question !== null) sessionStorage.removeItem(waitingKey);
  return question;
}
