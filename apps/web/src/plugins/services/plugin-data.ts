import type { Settings } from '@braindrive/plugin-sdk/web';

/** A fault of a front-end, for the plugin's page in the manager and for the watch after an update. */
export interface UiFault {
  readonly slug: string;
  readonly version: string;
  /** Empty when the front-end did not start at all. */
  readonly component: string;
  readonly message: string;
  readonly stack: string | null;
}

/** What the host keeps for front-ends. */
export interface PluginData {
  readonly loadSettings: (slug: string) => Promise<Settings>;
  readonly saveSettings: (slug: string, values: Settings) => Promise<Settings>;
  readonly loadState: (slug: string, key: string) => Promise<unknown>;
  readonly saveState: (slug: string, key: string, value: unknown) => Promise<void>;
  readonly reportFault: (fault: UiFault) => void;
}
