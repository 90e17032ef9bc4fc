import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

type Value = string | number | null;

/** Changes rows of a host's database where the API rightly has no way to: dates in the past, ends that nobody made. */
export function changeDatabase(
  dataDirectory: string,
  statements: readonly (readonly [sql: string, ...values: readonly Value[]])[],
): void {
  const database = new DatabaseSync(join(dataDirectory, 'braindrive.sqlite'));
  try {
    database.exec('pragma busy_timeout = 5000');
    for (const [sql, ...values] of statements) database.prepare(sql).run(...values);
  } finally {
    database.close();
  }
}
