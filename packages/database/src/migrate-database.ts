import { existsSync } from 'node:fs';
import { copyFile, mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Orm } from './create-orm.ts';

export interface MigrateDatabaseOptions {
  /** Folder for snapshots; made when the first one is taken. */
  readonly backupDirectory: string;
  readonly now: () => Date;
}

export interface MigrationReport {
  /** Names of the migrations that ran, oldest first. */
  readonly applied: readonly string[];
  /** Path of the snapshot taken before them, or null when the database was new or up to date. */
  readonly snapshotPath: string | null;
}

/** A start that must not go on; the database is as it was before. */
export class MigrationError extends Error {
  override readonly name = 'MigrationError';
  readonly snapshotPath: string | null;
  constructor(message: string, snapshotPath: string | null, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.snapshotPath = snapshotPath;
  }
}

const keptSnapshots = 5;

/**
 * Brings the database to the schema of this version. A database that holds data is first copied, consistently, into
 * the backup folder. All pending migrations run in one transaction, so a failure leaves the old schema and data.
 * @throws {MigrationError} when a migration fails, or when the database was written by a newer version.
 */
export async function migrateDatabase(
  orm: Orm,
  options: MigrateDatabaseOptions,
): Promise<MigrationReport> {
  await refuseNewerDatabase(orm);
  const pending = await orm.migrator.getPending();
  const [first] = pending;
  if (first === undefined) return { applied: [], snapshotPath: null };
  const snapshotPath = (await hasData(orm)) ? await takeSnapshot(orm, first.name, options) : null;
  try {
    const applied = await orm.migrator.up();
    await checkForeignKeys(orm);
    return { applied: applied.map(({ name }) => name), snapshotPath };
  } catch (cause) {
    const kept = snapshotPath === null ? '' : ` A copy from before is in ${snapshotPath}.`;
    throw new MigrationError(
      `The database could not be upgraded (${pending.map(({ name }) => name).join(', ')}). It is unchanged.${kept}`,
      snapshotPath,
      cause,
    );
  }
}

async function refuseNewerDatabase(orm: Orm): Promise<void> {
  const executed = await orm.migrator.getStorage().executed();
  const known = new Set(
    (orm.config.get('migrations').migrationsList ?? []).map((migration) => migration.name),
  );
  const unknown = executed.filter((name) => !known.has(name));
  if (unknown.length === 0) return;
  throw new MigrationError(
    `This database was written by a newer version of BrainDrive (${unknown.join(', ')}). Start that version, or go back to a snapshot.`,
    null,
  );
}

async function hasData(orm: Orm): Promise<boolean> {
  const executed = await orm.migrator.getStorage().executed();
  return executed.length > 0;
}

async function takeSnapshot(
  orm: Orm,
  before: string,
  options: MigrateDatabaseOptions,
): Promise<string> {
  await mkdir(options.backupDirectory, { recursive: true, mode: 0o700 });
  const stamp = options.now().toISOString().replaceAll(/[:.]/g, '-');
  const path = join(options.backupDirectory, `${stamp}-before-${before}.sqlite`);
  // VACUUM INTO reads in one transaction, so the copy is consistent although the write-ahead log is in use.
  await orm.em.getConnection().execute('vacuum into ?', [path]);
  await removeOldSnapshots(options.backupDirectory);
  return path;
}

async function removeOldSnapshots(directory: string): Promise<void> {
  const names = (await readdir(directory)).filter((name) => name.endsWith('.sqlite')).sort();
  for (const name of names.slice(0, -keptSnapshots))
    await rm(join(directory, name), { force: true });
}

async function checkForeignKeys(orm: Orm): Promise<void> {
  const broken: unknown[] = await orm.em.getConnection().execute('pragma foreign_key_check');
  if (broken.length > 0) throw new Error(`${broken.length} rows point at rows that do not exist.`);
}

/**
 * Puts a snapshot in the place of the database, which must be closed. The database that was there is kept beside it.
 * @returns the path under which the replaced database is kept, or null when there was none.
 * @throws when the snapshot does not exist.
 */
export async function restoreSnapshot(
  databasePath: string,
  snapshotPath: string,
  now: Date,
): Promise<string | null> {
  await stat(snapshotPath);
  const keptPath = `${databasePath}.replaced-${now.toISOString().replaceAll(/[:.]/g, '-')}`;
  const hadDatabase = existsSync(databasePath);
  if (hadDatabase) await rename(databasePath, keptPath);
  for (const suffix of ['-wal', '-shm'])
    await rename(databasePath + suffix, keptPath + suffix).catch(() => undefined);
  await copyFile(snapshotPath, databasePath);
  return hadDatabase ? keptPath : null;
}
