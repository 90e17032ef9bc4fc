export * from './create-orm.ts';
export * from './id.ts';
export * from './migrate-database.ts';
export * from './sql-database.ts';
export * from './wal-checkpointer.ts';
