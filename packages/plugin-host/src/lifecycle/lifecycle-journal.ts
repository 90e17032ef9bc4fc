import type { PluginState } from '@braindrive/contracts';
import { type Clock, DomainError } from '@braindrive/core';
import { createId, type Orm, SqlDatabase, type SqlSession } from '@braindrive/database';
import type { InstallationStore, InstallationWriter } from '../installations/installation-store.ts';

export type LifecycleOperation =
  | 'install'
  | 'enable'
  | 'disable'
  | 'upgrade'
  | 'prepare'
  | 'rollback'
  | 'uninstall'
  | 'restore'
  | 'purge'
  | 'repair';
export type Outcome = 'done' | 'undone' | 'failed';

/** What is needed to go on, or back, after the host was killed. */
export interface JournalDetail {
  readonly installationId: string;
  readonly version: string;
  readonly stateBefore?: PluginState;
  /** Of the data before the operation. */
  readonly dataVersion?: number;
  readonly fromDigest?: string;
  readonly toDigest?: string;
  readonly snapshotId?: string;
  /** What a person reads in the history. */
  readonly text?: string;
}

export interface JournalEntry {
  readonly id: string;
  readonly ownerId: string;
  readonly slug: string;
  readonly operation: LifecycleOperation;
  readonly step: string;
  readonly detail: JournalDetail;
}

/** A closed entry, for the history. */
export interface JournalRecord extends JournalEntry {
  readonly outcome: Outcome;
  readonly at: Date;
}

/** Called before and after each journal write: a test that never lets it return is a host killed right there. */
export type Checkpoint = (place: {
  readonly operation: LifecycleOperation;
  readonly step: string;
  readonly moment: 'before' | 'after';
}) => Promise<void>;

type Also = (writer: InstallationWriter) => void;

interface Row {
  readonly id: string;
  readonly ownerId: string;
  readonly slug: string;
  readonly operation: LifecycleOperation;
  readonly step: string;
  readonly detail: string;
  readonly outcome: Outcome;
  readonly updatedAt: number;
}
const columns = `id, owner_id as ownerId, slug, operation, step, detail, outcome, updated_at as updatedAt`;
const keptEntries = 50;

/**
 * Says of each lifecycle operation which step comes next, before the step is done. A step's change of rows is written
 * in the same transaction, so that after a kill the journal and the rows tell one story.
 */
export class LifecycleJournal {
  readonly #database: SqlDatabase;
  readonly #installations: InstallationStore;
  readonly #clock: Clock;
  readonly #checkpoint: Checkpoint;

  constructor(ports: {
    readonly orm: Orm;
    readonly installations: InstallationStore;
    readonly clock: Clock;
    readonly checkpoint?: Checkpoint;
  }) {
    this.#database = new SqlDatabase(ports.orm);
    this.#installations = ports.installations;
    this.#clock = ports.clock;
    this.#checkpoint = ports.checkpoint ?? (async () => {});
  }

  async begin(entry: Omit<JournalEntry, 'id'>, also: Also = () => {}): Promise<JournalEntry> {
    const begun = { ...entry, id: createId() };
    const now = this.#clock.now().getTime();
    await this.#write(begun, (writer) => {
      refuseOpen(writer.session, begun);
      writer.session.run(
        `insert into plugin_journal (id, owner_id, slug, operation, step, detail, started_at, updated_at)
         values (?, ?, ?, ?, ?, ?, ?, ?)`,
        begun.id,
        begun.ownerId,
        begun.slug,
        begun.operation,
        begun.step,
        JSON.stringify(begun.detail),
        now,
        now,
      );
      also(writer);
    });
    return begun;
  }

  async step(
    entry: JournalEntry,
    step: string,
    detail: Partial<JournalDetail> = {},
    also: Also = () => {},
  ): Promise<JournalEntry> {
    const next = { ...entry, step, detail: { ...entry.detail, ...detail } };
    await this.#write(next, (writer) => {
      this.#update(writer.session, next, null);
      also(writer);
    });
    return next;
  }

  async end(
    entry: JournalEntry,
    outcome: Outcome,
    text: string,
    also: Also = () => {},
  ): Promise<void> {
    const last = { ...entry, step: outcome, detail: { ...entry.detail, text } };
    await this.#write(last, (writer) => {
      this.#update(writer.session, last, outcome);
      writer.session.run(
        `delete from plugin_journal where owner_id = ? and slug = ? and outcome is not null and id not in
         (select id from plugin_journal where owner_id = ? and slug = ? order by id desc limit ?)`,
        last.ownerId,
        last.slug,
        last.ownerId,
        last.slug,
        keptEntries,
      );
      also(writer);
    });
  }

  /** What a host that was killed left open, oldest first. */
  async open(): Promise<JournalEntry[]> {
    const rows = await this.#database.read((session) =>
      session.all<Row>(`select ${columns} from plugin_journal where outcome is null order by id`),
    );
    return rows.map(toRecord);
  }

  /** Newest first. */
  async history(ownerId: string, slug: string, limit: number): Promise<JournalRecord[]> {
    const rows = await this.#database.read((session) =>
      session.all<Row>(
        `select ${columns} from plugin_journal where owner_id = ? and slug = ? and outcome is not null
         order by updated_at desc, id desc limit ?`,
        ownerId,
        slug,
        limit,
      ),
    );
    return rows.map(toRecord);
  }

  #update(session: SqlSession, entry: JournalEntry, outcome: Outcome | null): void {
    session.run(
      'update plugin_journal set step = ?, detail = ?, outcome = ?, updated_at = ? where id = ?',
      entry.step,
      JSON.stringify(entry.detail),
      outcome,
      this.#clock.now().getTime(),
      entry.id,
    );
  }

  async #write({ operation, step, ownerId }: JournalEntry, work: Also): Promise<void> {
    await this.#checkpoint({ operation, step, moment: 'before' });
    await this.#installations.write(ownerId, work);
    await this.#checkpoint({ operation, step, moment: 'after' });
  }
}

/** Only when undoing an operation at the start failed, which the next start tries again. */
function refuseOpen(session: SqlSession, { ownerId, slug }: JournalEntry): void {
  const open = session.get<{ operation: string }>(
    'select operation from plugin_journal where owner_id = ? and slug = ? and outcome is null',
    ownerId,
    slug,
  );
  if (open === null) return;
  throw new DomainError(
    'CONFLICT',
    `An earlier ${open.operation} of this plugin was cut off and could not be undone. The log of the host says why; start it again to try once more.`,
  );
}

const toRecord = ({ detail, updatedAt, ...row }: Row): JournalRecord => ({
  ...row,
  detail: JSON.parse(detail),
  at: new Date(updatedAt),
});
