import type { QuotaLedger } from './quota-ledger.ts';
import type { SqlAccess } from './sql-access.ts';

/** Where the data of one call is, and how much it may become. */
export interface DataScope {
  readonly installationId: string;
  readonly quotaBytes: number;
  readonly database: SqlAccess;
  readonly ledger: QuotaLedger;
  /** A migration's working copy: no file goes before it is committed. */
  readonly isWorkingCopy: boolean;
  readonly nowMs: number;
  /** Called inside each write. @throws {BridgeError} `storage/conflict` while an upgrade moves the data. */
  readonly requireWritable: () => void;
}
