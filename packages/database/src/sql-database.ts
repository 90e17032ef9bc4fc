import type { Orm } from './create-orm.ts';

export type SqlValue = string | number | bigint | null | Uint8Array;

/** Prepared statements inside one {@link SqlDatabase.read} or {@link SqlDatabase.write}. Not to be kept beyond it. */
export interface SqlSession {
  all<Row>(sql: string, ...values: readonly SqlValue[]): Row[];
  get<Row>(sql: string, ...values: readonly SqlValue[]): Row | null;
  /** @returns the number of changed rows. */
  run(sql: string, ...values: readonly SqlValue[]): number;
}

/** The part of better-sqlite3 that is used here; the library ships no types. */
interface NativeStatement {
  all(...values: readonly SqlValue[]): unknown[];
  get(...values: readonly SqlValue[]): unknown;
  run(...values: readonly SqlValue[]): { readonly changes: number };
}
interface NativeDatabase {
  readonly inTransaction: boolean;
  prepare(sql: string): NativeStatement;
}

/**
 * Plain SQL on the connection that the unit of work uses too, for hot paths. The work is synchronous, so a transaction
 * begins and ends in one turn of the event loop: no await can slip into it and no other statement can get between.
 */
export class SqlDatabase {
  readonly #orm: Orm;
  readonly #statements = new Map<string, NativeStatement>();
  #native: NativeDatabase | null = null;

  constructor(orm: Orm) {
    this.#orm = orm;
  }

  readonly #session: SqlSession = {
    all: <Row>(sql: string, ...values: readonly SqlValue[]) =>
      this.#statement(sql).all(...values) as Row[],
    get: <Row>(sql: string, ...values: readonly SqlValue[]) =>
      (this.#statement(sql).get(...values) ?? null) as Row | null,
    run: (sql, ...values) => this.#statement(sql).run(...values).changes,
  };

  /** Runs `work` outside a transaction; it sees committed rows only. */
  async read<Result>(work: (session: SqlSession) => Result): Promise<Result> {
    return this.#alone(() => work(this.#session));
  }

  /** Runs `work` in one transaction and rolls it back when it throws. */
  async write<Result>(work: (session: SqlSession) => Result): Promise<Result> {
    return this.#alone(() => {
      this.#session.run('begin immediate');
      try {
        const result = work(this.#session);
        this.#session.run('commit');
        return result;
      } catch (error) {
        if (this.#native?.inTransaction) this.#session.run('rollback');
        throw error;
      }
    });
  }

  /**
   * A unit of work may hold a transaction open across awaits on this same connection. Then we queue behind it as its
   * other users do; else nothing can get in between and there is no need to wait.
   */
  async #alone<Result>(work: () => Result): Promise<Result> {
    const native = this.#native ?? (await this.#open());
    if (!native.inTransaction) return work();
    const queue = this.#orm.em.getConnection().getClient();
    return queue.connection().execute(async () => work());
  }

  async #open(): Promise<NativeDatabase> {
    const connection = this.#orm.em.getConnection();
    await connection.ensureConnection();
    // MikroORM's own declaration names a type package that better-sqlite3 does not bring.
    const native = (await connection.getNativeClient()) as NativeDatabase;
    this.#native = native;
    return native;
  }

  #statement(sql: string): NativeStatement {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    if (this.#native === null) throw new Error('The database is not open.');
    const statement = this.#native.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }
}
