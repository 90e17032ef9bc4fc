import { DatabaseSync, type StatementSync } from 'node:sqlite';
import type { SqlSession, SqlValue } from '@braindrive/database';
import type { SqlAccess } from './sql-access.ts';

/** A file with one installation's data, that a migration works in. Same tables as the host's database. */
export class WorkingCopy implements SqlAccess {
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  readonly #session: SqlSession = {
    all: <Row>(sql: string, ...values: readonly SqlValue[]) =>
      this.#statement(sql).all(...values) as Row[],
    get: <Row>(sql: string, ...values: readonly SqlValue[]) =>
      (this.#statement(sql).get(...values) ?? null) as Row | null,
    run: (sql, ...values) => Number(this.#statement(sql).run(...values).changes),
  };

  /** @param path - Made by `copyOut`. */
  constructor(path: string, { isReadOnly = false } = {}) {
    this.#database = new DatabaseSync(path, { readOnly: isReadOnly });
    // It is thrown away after a crash, so nothing in it has to survive one.
    if (!isReadOnly) this.#database.exec('pragma journal_mode = memory; pragma synchronous = off');
  }

  async read<Result>(work: (session: SqlSession) => Result): Promise<Result> {
    return work(this.#session);
  }

  async write<Result>(work: (session: SqlSession) => Result): Promise<Result> {
    this.#database.exec('begin immediate');
    try {
      const result = work(this.#session);
      this.#database.exec('commit');
      return result;
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec('rollback');
      throw error;
    }
  }

  close(): void {
    this.#statements.clear();
    this.#database.close();
  }

  #statement(sql: string): StatementSync {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    const statement = this.#database.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }
}
