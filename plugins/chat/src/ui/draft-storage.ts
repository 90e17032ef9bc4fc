const prefix = 'bd.draft.';
const firstQuestionKey = 'bd.firstQuestion';
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

/** The question that was chosen on the first-run page and waits to be asked. */
export function peekFirstQuestion(): string | null {
  try {
    const question = sessionStorage.getItem(firstQuestionKey);
    return question === null || question.trim() === '' ? null : question;
  } catch {
    return null;
  }
}

/** Takes that question; it is asked once. */
export function takeFirstQuestion(): string | null {
  const question = peekFirstQuestion();
  if (question !== null) sessionStorage.removeItem(firstQuestionKey);
  return question;
}
