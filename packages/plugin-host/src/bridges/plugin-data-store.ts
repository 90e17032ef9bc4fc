/** What an installation keeps, in bytes as the quota counts them. */
export interface DataUsage {
  readonly usedBytes: number;
  readonly keys: number;
  readonly documents: number;
  readonly blobs: number;
}

/**
 * What plugins keep, as the lifecycle handles it. Calls for one installation are made one after the other; those of the
 * plugin itself may go on meanwhile.
 */
export interface PluginDataStore {
  /**
   * Copies an installation's data, blobs, state, settings and secrets as they are now. The copy survives a crash and
   * costs no blob bytes: blob files are never changed, only replaced.
   * @returns id of the row in `plugin_snapshot`.
   */
  snapshot(installationId: string, expiresAt: Date): Promise<string>;
  /** Puts everything back as it was, in one transaction; the snapshot stays. @throws {Error} when it is not there. */
  restore(snapshotId: string): Promise<void>;
  /** Forgets a snapshot and the files that only it needed. Does nothing when it is gone. */
  drop(snapshotId: string): Promise<void>;
  /** Deletes data, blobs, state, settings, secrets and snapshots for good; the installation's row stays. */
  purge(installationId: string): Promise<void>;
  usage(installationId: string): Promise<DataUsage>;
  /**
   * Makes a working copy, which bridge callers with the purpose `migration` and this id read and write. Until
   * {@link commit} nobody else sees it, and writes by others are refused.
   * @returns the transaction's id.
   */
  begin(installationId: string): Promise<string>;
  /** Puts the working copy in the place of the data and notes its version, in one transaction. */
  commit(transactionId: string, dataVersion: number): Promise<void>;
  /** Throws the working copy away. Does nothing when it is gone. */
  abort(transactionId: string): Promise<void>;
  /**
   * Removes files that no row names: uploads that broke off, working copies and snapshots of a host that was killed,
   * data of people who left. Call once at boot and now and then. @returns how many files went.
   */
  removeOrphans(): Promise<number>;
}
