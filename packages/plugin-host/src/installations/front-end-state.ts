import { type Clock, DomainError } from '@braindrive/core';
import { type Orm, SqlDatabase } from '@braindrive/database';

const maxKeyLength = 100;
const maxBytes = 256 * 1_024;

/** What the front-end of a plugin keeps for itself: small, by key, last write wins. */
export class FrontEndState {
  readonly #database: SqlDatabase;
  readonly #clock: Clock;

  constructor(ports: { readonly orm: Orm; readonly clock: Clock }) {
    this.#database = new SqlDatabase(ports.orm);
    this.#clock = ports.clock;
  }

  /** @returns null when there is none. */
  async read(installationId: string, key: string): Promise<unknown> {
    const row = await this.#database.read((session) =>
      session.get<{ value: string }>(
        'select value from plugin_state where installation_id = ? and key = ?',
        installationId,
        key,
      ),
    );
    return row === null ? null : JSON.parse(row.value);
  }

  /** @param value - JSON; null or undefined removes it. @throws {DomainError} `VALIDATION_FAILED` */
  async write(installationId: string, key: string, value: unknown): Promise<void> {
    if (key.length === 0 || key.length > maxKeyLength) {
      throw new DomainError('VALIDATION_FAILED', `A key has 1 to ${maxKeyLength} characters.`);
    }
    const text = value === null || value === undefined ? null : JSON.stringify(value);
    await this.#database.write((session) => {
      session.run(
        'delete from plugin_state where installation_id = ? and key = ?',
        installationId,
        key,
      );
      if (text === null) return;
      const kept = session.get<{ bytes: number }>(
        `select coalesce(sum(length(cast(key as blob)) + length(cast(value as blob))), 0) as bytes
         from plugin_state where installation_id = ?`,
        installationId,
      );
      if ((kept?.bytes ?? 0) + Buffer.byteLength(key) + Buffer.byteLength(text) > maxBytes) {
        throw new DomainError(
          'VALIDATION_FAILED',
          'What this plugin remembers of its screens is over 256 KiB. It has to remember less.',
        );
      }
      session.run(
        'insert into plugin_state (installation_id, key, value, updated_at) values (?, ?, ?, ?)',
        installationId,
        key,
        text,
        this.#clock.now().getTime(),
      );
    });
  }
}
