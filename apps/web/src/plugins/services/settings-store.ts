import type { Settings, SettingsPort } from '@braindrive/plugin-sdk/web';
import type { PluginData } from './plugin-data.ts';
import { ValueSource } from './value-source.ts';

/** Settings of one plugin, asked for when the first component reads them. */
export class SettingsStore implements SettingsPort {
  readonly #values = new ValueSource<Settings | null>(null);
  readonly #slug: string;
  readonly #data: Pick<PluginData, 'loadSettings' | 'saveSettings'>;
  #hasStarted = false;

  constructor(slug: string, data: Pick<PluginData, 'loadSettings' | 'saveSettings'>) {
    this.#slug = slug;
    this.#data = data;
  }

  readonly get = (): Settings | null => this.#values.get();

  readonly subscribe = (listener: () => void): (() => void) => {
    if (!this.#hasStarted) void this.refresh();
    return this.#values.subscribe(listener);
  };

  readonly save = async (values: Settings): Promise<void> => {
    this.#values.set(await this.#data.saveSettings(this.#slug, values));
  };

  /** Asks again, when somebody may have changed them elsewhere. A failed call is tried at the next reader. */
  async refresh(): Promise<void> {
    this.#hasStarted = true;
    try {
      this.#values.set(await this.#data.loadSettings(this.#slug));
    } catch {
      this.#hasStarted = false;
    }
  }
}
