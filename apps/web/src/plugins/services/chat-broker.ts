import type { ChatPort, ChatTarget, Stop } from '@braindrive/plugin-sdk/web';

type Kind = keyof ChatTarget;

/** Brings text to the plugin that has the composer, also when its page is not open yet. */
export class ChatBroker implements ChatPort {
  readonly #targets: ChatTarget[] = [];
  readonly #open: () => void;
  #waiting: { readonly kind: Kind; readonly text: string }[] = [];

  /** @param open - Opens the page where a chat is. */
  constructor(open: () => void) {
    this.#open = open;
  }

  readonly insert = (text: string): void => this.#hand('insert', text);

  readonly send = (text: string): void => this.#hand('send', text);

  /** For a chat that is on its way: the next one that is shown sends it. */
  readonly sendWhenShown = (text: string): void => {
    this.#waiting.push({ kind: 'send', text });
  };

  readonly provide = (target: ChatTarget): Stop => {
    this.#targets.push(target);
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const { kind, text } of waiting) target[kind](text);
    return () => {
      const at = this.#targets.indexOf(target);
      if (at !== -1) this.#targets.splice(at, 1);
    };
  };

  #hand(kind: Kind, text: string): void {
    const target = this.#targets.at(-1);
    if (target !== undefined) {
      target[kind](text);
    } else {
      this.#waiting.push({ kind, text });
      this.#open();
    }
  }
}
