import type { PluginEvent, Stop } from '@braindrive/plugin-sdk/web';

/** Which events of other plugins one plugin hears, and which of its own it lets others hear. */
export interface EventReach {
  readonly hears: readonly string[];
  readonly shares: readonly string[];
}

interface Listener {
  readonly slug: string;
  readonly listen: (event: PluginEvent) => void;
}

const closed: EventReach = { hears: [], shares: [] };

/** Carries events between the plugins of a page, in the order they were emitted. */
export class EventHub {
  readonly #listeners = new Map<string, Set<Listener>>();
  readonly #reachOf: (slug: string) => EventReach | undefined;

  /** @param reachOf - What a plugin was granted, or undefined for nothing. */
  constructor(reachOf: (slug: string) => EventReach | undefined) {
    this.#reachOf = reachOf;
  }

  /** Tells everyone who may hear it. One listener that throws does not keep the others from hearing. */
  emit(slug: string, name: string, payload: unknown): void {
    const event: PluginEvent = { name, from: slug, payload };
    for (const { slug: hearer, listen } of [...(this.#listeners.get(`${slug}.${name}`) ?? [])]) {
      if (!this.#mayHear(hearer, slug, name)) continue;
      try {
        listen(event);
      } catch (error) {
        reportError(error);
      }
    }
  }

  on(slug: string, name: string, listen: (event: PluginEvent) => void): Stop {
    const full = name.includes('.') ? name : `${slug}.${name}`;
    const listeners = this.#listeners.get(full) ?? new Set();
    this.#listeners.set(full, listeners);
    const listener = { slug, listen };
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  #mayHear(hearer: string, slug: string, name: string): boolean {
    if (hearer === slug) return true;
    const { hears } = this.#reachOf(hearer) ?? closed;
    const { shares } = this.#reachOf(slug) ?? closed;
    return hears.includes(`${slug}.${name}`) && shares.includes(name);
  }
}
