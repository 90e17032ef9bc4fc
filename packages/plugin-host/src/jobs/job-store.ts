import { type Orm, SqlDatabase } from '@braindrive/database';

/** A job of one person's installation that is due. */
export interface DueJob {
  readonly installationId: string;
  readonly name: string;
  readonly failures: number;
}

const maxErrorLength = 500;

/** Rows of the jobs of installations: when each runs next, and how it went. */
export class JobStore {
  readonly #database: SqlDatabase;

  constructor(ports: { readonly orm: Orm }) {
    this.#database = new SqlDatabase(ports.orm);
  }

  /** Makes the rows of an installation follow its manifest. A job that is there keeps its time. */
  async keep(
    installationId: string,
    jobs: readonly { readonly name: string; readonly firstRunAt: number }[],
  ): Promise<void> {
    await this.#database.write((session) => {
      session.run(
        `delete from plugin_job where installation_id = ?
         and name not in (select value from json_each(?))`,
        installationId,
        JSON.stringify(jobs.map(({ name }) => name)),
      );
      for (const { name, firstRunAt } of jobs) {
        session.run(
          `insert into plugin_job (installation_id, name, next_run_at)
           select id, ?, ? from plugin_installation where id = ? on conflict do nothing`,
          name,
          firstRunAt,
          installationId,
        );
      }
    });
  }

  /** Rows for everybody who has a version and lacks them. */
  async keepAll(
    digest: string,
    jobs: readonly { readonly name: string; readonly firstRunAt: number }[],
  ): Promise<void> {
    await this.#database.write((session) => {
      for (const { name, firstRunAt } of jobs) {
        session.run(
          `insert into plugin_job (installation_id, name, next_run_at)
           select id, ?, ? from plugin_installation where digest = ? and state <> 'uninstalled'
           on conflict do nothing`,
          name,
          firstRunAt,
          digest,
        );
      }
    });
  }

  /** Of enabled installations, those that waited longest first. */
  async due(now: number, limit: number): Promise<DueJob[]> {
    return await this.#database.read((session) =>
      session.all<DueJob>(
        `select j.installation_id as installationId, j.name, j.failures from plugin_job j
         join plugin_installation i on i.id = j.installation_id
         where j.next_run_at <= ? and i.state = 'enabled' order by j.next_run_at limit ?`,
        now,
        limit,
      ),
    );
  }

  async hurry(installationId: string, name: string, now: number): Promise<void> {
    await this.#database.write((session) =>
      session.run(
        `update plugin_job set next_run_at = min(next_run_at, ?) where installation_id = ? and name = ?`,
        now,
        installationId,
        name,
      ),
    );
  }

  async postpone({ installationId, name }: DueJob, nextRunAt: number): Promise<void> {
    await this.#database.write((session) =>
      session.run(
        'update plugin_job set next_run_at = ? where installation_id = ? and name = ?',
        nextRunAt,
        installationId,
        name,
      ),
    );
  }

  /** @param error - Null when it went well. */
  async ran(
    { installationId, name }: DueJob,
    outcome: { readonly at: number; readonly nextRunAt: number; readonly error: string | null },
  ): Promise<void> {
    await this.#database.write((session) =>
      session.run(
        `update plugin_job set next_run_at = ?, last_run_at = ?, last_error = ?,
           failures = case when ? is null then 0 else failures + 1 end
         where installation_id = ? and name = ?`,
        outcome.nextRunAt,
        outcome.at,
        outcome.error?.slice(0, maxErrorLength) ?? null,
        outcome.error,
        installationId,
        name,
      ),
    );
  }
}
