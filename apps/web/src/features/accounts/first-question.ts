const key = 'bd.firstQuestion';

/** Keeps the question chosen before there was an account; the chat asks it as soon as it opens. */
export function keepFirstQuestion(question: string): void {
  try {
    sessionStorage.setItem(key, question);
  } catch {
    // Without storage the person types the question again.
  }
}
