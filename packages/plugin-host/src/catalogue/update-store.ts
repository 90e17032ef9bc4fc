import type { PluginSource } from '@braindrive/contracts';
import { type Orm, SqlDatabase } from '@braindrive/database';
import { gt } from 'semver';
import type { Installation } from '../installations/installation.ts';
import type { KnownUpdate } from '../installations/installed-plugin-view.ts';

/** A newer version, looked at before anything of it is installed. */
export interface FoundUpdate extends KnownUpdate {
  readonly digest: string;
  readonly notes: string | null;
  readonly source: PluginSource;
}

interface Check {
  readonly update: FoundUpdate | null;
  readonly checkedAt: number;
  readonly error: string | null;
}

interface CheckRow {
  readonly installationId: string;
  readonly updateJson: string | null;
  readonly checkedAt: number;
  readonly error: string | null;
}

/** What the update check learned, in memory and in the database. */
export class UpdateStore {
  readonly #database: SqlDatabase;
  readonly #checks = new Map<string, Check>();

  constructor(ports: { readonly orm: Orm }) {
    this.#database = new SqlDatabase(ports.orm);
  }

  async load(): Promise<void> {
    const rows = await this.#database.read((session) =>
      session.all<CheckRow>(
        `select installation_id as installationId, update_json as updateJson, checked_at as checkedAt, error
         from plugin_update`,
      ),
    );
    for (const { installationId, updateJson, checkedAt, error } of rows) {
      const update = updateJson === null ? null : JSON.parse(updateJson);
      this.#checks.set(installationId, { update, checkedAt, error });
    }
  }

  /** @returns what is newer than the version that is installed now, or null. */
  of({ id, version }: Installation): FoundUpdate | null {
    const update = this.#checks.get(id)?.update ?? null;
    return update !== null && gt(update.version, version.version) ? update : null;
  }

  checkedAt(installationId: string): number {
    return this.#checks.get(installationId)?.checkedAt ?? 0;
  }

  async save(installationId: string, check: Check): Promise<void> {
    this.#checks.set(installationId, check);
    await this.#database.write((session) =>
      session.run(
        `insert into plugin_update (installation_id, update_json, checked_at, error)
         select id, ?, ?, ? from plugin_installation where id = ?
         on conflict do update set update_json = excluded.update_json, checked_at = excluded.checked_at,
           error = excluded.error`,
        check.update === null ? null : JSON.stringify(check.update),
        check.checkedAt,
        check.error,
        installationId,
      ),
    );
  }
}
