import { createRequire } from 'node:module';
import { parentPort, workerData } from 'node:worker_threads';

// The library ships no types. It must be this one and not `node:sqlite`: two copies of SQLite in one process drop each
// other's file locks (https://sqlite.org/howtocorrupt.html#multiple_copies_of_sqlite_linked_into_the_same_application).
const require = createRequire(import.meta.url);
const Database = require('better-sqlite3') as new (
  path: string,
  options: { readonly fileMustExist: boolean },
) => { pragma(source: string): unknown; close(): void };

// Runs in a thread of its own: copying the log into the database waits for the disk, and nobody else should.
const { path } = workerData as { readonly path: string };
const database = new Database(path, { fileMustExist: true });

parentPort?.on('message', (order: 'checkpoint' | 'close') => {
  // "passive" never makes a reader or writer wait; what it cannot copy now it copies next time.
  if (order === 'checkpoint') database.pragma('wal_checkpoint(passive)');
  else {
    database.close();
    parentPort?.close();
  }
});
