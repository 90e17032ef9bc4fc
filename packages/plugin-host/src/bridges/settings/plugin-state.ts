import { BridgeError, settingsLimits } from '@braindrive/plugin-sdk/protocol';
import { jsonBytes } from '../json-bytes.ts';
import type { SqlAccess } from '../storage/sql-access.ts';

/** What the screens of a plugin remember: small values by key, the last write wins. */
export const pluginState = {
  /** @returns null when there is none. */
  async read(database: SqlAccess, installationId: string, key: string): Promise<unknown> {
    const row = await database.read((session) =>
      session.get<{ value: string }>(
        'select value from plugin_state where installation_id = ? and key = ?',
        installationId,
        key,
      ),
    );
    return row === null ? null : JSON.parse(row.value);
  },

  /**
   * @param value - Null deletes.
   * @throws {BridgeError} `state/too-large` when all values together would be over the limit.
   */
  async write(
    target: {
      readonly database: SqlAccess;
      readonly installationId: string;
      readonly nowMs: number;
    },
    key: string,
    value: unknown,
    requireWritable: () => void = () => {},
  ): Promise<void> {
    const { database, installationId, nowMs } = target;
    if (jsonBytes(value) > settingsLimits.stateBytes) throw tooLarge();
    const text = value == null ? null : JSON.stringify(value);
    await database.write((session) => {
      requireWritable();
      session.run(
        'delete from plugin_state where installation_id = ? and key = ?',
        installationId,
        key,
      );
      if (text === null) return;
      const others = session.get<{ bytes: number }>(
        `select coalesce(sum(octet_length(key) + octet_length(value)), 0) as bytes from plugin_state
         where installation_id = ?`,
        installationId,
      );
      const bytes = (others?.bytes ?? 0) + Buffer.byteLength(key) + Buffer.byteLength(text);
      if (bytes > settingsLimits.stateBytes) throw tooLarge();
      session.run(
        'insert into plugin_state (installation_id, key, value, updated_at) values (?, ?, ?, ?)',
        installationId,
        key,
        text,
        nowMs,
      );
    });
  },
} as const;

const tooLarge = (): BridgeError =>
  new BridgeError(
    'state/too-large',
    `A plugin may remember ${settingsLimits.stateBytes.toLocaleString('en')} bytes of state. Keep larger data in storage.`,
    { details: { maxBytes: settingsLimits.stateBytes } },
  );
