import type { Actor } from '../users/index.ts';

/** Callers who may no longer do anything, although they are still connected. */
export interface EndedAccess {
  readonly userId: string;
  /** Whether this caller is one of them. */
  includes(actor: Actor): boolean;
}
export type EndedAccessListener = (ended: EndedAccess) => void;

/** Tells whoever keeps callers connected (open pages, WebSockets) that some of them must go. */
export class AccessEndings {
  readonly #listeners = new Set<EndedAccessListener>();

  /** @returns a function that takes the listener away. */
  onEnded(listener: EndedAccessListener): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** @param isEnded - Asked with the caller's browser session; null stands for API clients. */
  announce(userId: string, isEnded: (sessionId: string | null) => boolean): void {
    const includes = (actor: Actor) => actor.userId === userId && isEnded(actor.sessionId);
    for (const listener of this.#listeners) listener({ userId, includes });
  }
}
