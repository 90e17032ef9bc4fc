import type { SqlSession } from '@braindrive/database';

/** The part of a database that plugin data needs: the host's own, or a working copy. */
export interface SqlAccess {
  read<Result>(work: (session: SqlSession) => Result): Promise<Result>;
  /** One transaction; rolled back when `work` throws. */
  write<Result>(work: (session: SqlSession) => Result): Promise<Result>;
}
