/** What the command line asks of every measurement. */
export interface BenchOptions {
  /** Folder for processor profiles of the host, or undefined. */
  readonly profile: string | undefined;
  /** Calls of measurements that count failures. */
  readonly calls?: number | undefined;
}
