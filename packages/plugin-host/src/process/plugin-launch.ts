/** One version of a plugin as its process needs it. */
export interface PluginLaunch {
  /** Names this version everywhere; the same digest is the same bytes. */
  readonly digest: string;
  readonly slug: string;
  readonly version: string;
  /** Absolute path of the folder that holds `plugin.json`. Its files were verified. */
  readonly folder: string;
  readonly memoryMB: number;
  /** Native code, child processes and the host's files: the manifest asks for it and the owner allowed it. */
  readonly isNative: boolean;
  /** Variables of the host's environment that it is given beside `NODE_ENV`. Empty for all but native plugins. */
  readonly environment: Readonly<Record<string, string>>;
}
