import type { Source, StatePort, StateValue } from '@braindrive/plugin-sdk/web';
import type { PluginData } from './plugin-data.ts';
import { ValueSource } from './value-source.ts';

/** How long a change waits for the next one, and how much a plugin may keep. */
const stateLimits = { debounceMs: 300, maxBytes: 256 * 1024 } as const;

type StateData = Pick<PluginData, 'loadState' | 'saveState'>;

interface Entry {
  readonly source: ValueSource<StateValue>;
  hasStarted: boolean;
  isChanged: boolean;
  timer: ReturnType<typeof setTimeout> | null;
}

const sizeOf = (value: unknown): number =>
  new TextEncoder().encode(JSON.stringify(value) ?? '').byteLength;

/** What one plugin remembers: each key is read once and saved a moment after its last change. */
export class StateStore implements StatePort {
  readonly #slug: string;
  readonly #data: StateData;
  readonly #onRefused: (error: unknown) => void;
  readonly #entries = new Map<string, Entry>();

  /** @param onRefused - Told why a save did not happen. */
  constructor(slug: string, data: StateData, onRefused: (error: unknown) => void) {
    this.#slug = slug;
    this.#data = data;
    this.#onRefused = onRefused;
  }

  readonly of = (key: string): Source<StateValue> => {
    const entry = this.#entryOf(key);
    return {
      get: entry.source.get,
      subscribe: (listener) => {
        if (!entry.hasStarted) void this.#load(key, entry);
        return entry.source.subscribe(listener);
      },
    };
  };

  readonly set = (key: string, value: unknown): void => {
    const entry = this.#entryOf(key);
    entry.isChanged = true;
    entry.source.set({ value });
    if (entry.timer !== null) clearTimeout(entry.timer);
    entry.timer = setTimeout(() => void this.#save(key, entry), stateLimits.debounceMs);
  };

  /** Saves now what waits, for a page that is being left. */
  async flush(): Promise<void> {
    await Promise.all([...this.#entries].map(([key, entry]) => this.#save(key, entry)));
  }

  #entryOf(key: string): Entry {
    const known = this.#entries.get(key);
    if (known !== undefined) return known;
    const source = new ValueSource<StateValue>(null);
    const entry: Entry = { source, hasStarted: false, isChanged: false, timer: null };
    this.#entries.set(key, entry);
    return entry;
  }

  async #load(key: string, entry: Entry): Promise<void> {
    entry.hasStarted = true;
    try {
      const value = await this.#data.loadState(this.#slug, key);
      // What was set meanwhile is newer.
      if (entry.source.get() === null) entry.source.set({ value: value ?? undefined });
    } catch {
      // The next component that reads it asks again.
      entry.hasStarted = false;
    }
  }

  async #save(key: string, entry: Entry): Promise<void> {
    if (entry.timer !== null) clearTimeout(entry.timer);
    entry.timer = null;
    if (!entry.isChanged) return;
    const value = entry.source.get()?.value;
    const bytes = sizeOf(value);
    if (bytes > stateLimits.maxBytes) {
      this.#onRefused(
        new StateTooLargeError(
          `${this.#slug} wants to remember ${Math.ceil(bytes / 1024)} KiB and may keep 256 KiB. It stays until this page is closed.`,
        ),
      );
      return;
    }
    entry.isChanged = false;
    try {
      await this.#data.saveState(this.#slug, key, value ?? null);
    } catch (error) {
      entry.isChanged = true;
      this.#onRefused(error);
    }
  }
}

/** More than the host keeps. */
class StateTooLargeError extends Error {
  override name = 'StateTooLargeError';
}
