import type { UserEvent } from '@braindrive/contracts';
import type { Actor } from '../users/index.ts';

/** A reader that is this far behind is cut off; it reconnects and fetches anew what it shows. */
const maxQueuedEvents = 1_000;

interface Follower {
  readonly actor: Actor;
  readonly queue: UserEvent[];
  wake: () => void;
  isOverrun: boolean;
  /** It may read what is queued, then no more. */
  isEnded: boolean;
}

/** Tells every open page of a person what changed, in the order of the changes. Lives in memory only. */
export class EventService {
  readonly #followers = new Map<string, Set<Follower>>();

  /** Hands `event` to every follower of that person. Never waits. */
  publish(userId: string, event: UserEvent): void {
    for (const follower of this.#followers.get(userId) ?? []) {
      if (follower.queue.length >= maxQueuedEvents) follower.isOverrun = true;
      else follower.queue.push(event);
      follower.wake();
    }
  }

  /** Hands `event` to everybody who is connected. */
  publishToAll(event: UserEvent): void {
    for (const userId of this.#followers.keys()) this.publish(userId, event);
  }

  /** Tells followers whose session ended so, then cuts them off. @param includes - Which callers those are. */
  endFollowers(userId: string, includes: (actor: Actor) => boolean): void {
    for (const follower of this.#followers.get(userId) ?? []) {
      if (!includes(follower.actor)) continue;
      follower.queue.push({ type: 'session-ended' });
      follower.isEnded = true;
      follower.wake();
    }
  }

  /** People with at least one open page. */
  connectedUserIds(): readonly string[] {
    return [...this.#followers.keys()];
  }

  /** Every change for the caller from now on, until `signal` aborts or the reader falls too far behind. */
  async *follow(actor: Actor, signal: AbortSignal): AsyncGenerator<UserEvent> {
    const follower: Follower = {
      actor,
      queue: [],
      wake: () => {},
      isOverrun: false,
      isEnded: false,
    };
    const stop = () => follower.wake();
    signal.addEventListener('abort', stop, { once: true });
    this.#add(actor.userId, follower);
    try {
      while (!signal.aborted && !follower.isOverrun) {
        const event = follower.queue.shift();
        if (event !== undefined) {
          yield event;
          continue;
        }
        if (follower.isEnded) return;
        await new Promise<void>((resolve) => {
          follower.wake = resolve;
        });
      }
    } finally {
      signal.removeEventListener('abort', stop);
      this.#remove(actor.userId, follower);
    }
  }

  #add(userId: string, follower: Follower): void {
    const followers = this.#followers.get(userId) ?? new Set();
    followers.add(follower);
    this.#followers.set(userId, followers);
  }

  #remove(userId: string, follower: Follower): void {
    const followers = this.#followers.get(userId);
    followers?.delete(follower);
    if (followers?.size === 0) this.#followers.delete(userId);
  }
}
