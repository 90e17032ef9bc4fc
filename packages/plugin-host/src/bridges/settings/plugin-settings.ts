import type { SecretBox } from '@braindrive/core';
import type { SqlSession } from '@braindrive/database';
import type { Manifest } from '@braindrive/plugin-sdk';
import { settingsLimits } from '@braindrive/plugin-sdk/protocol';
import {
  secretNames,
  settingProblems,
  settingsWithDefaults,
} from '../../installations/settings-schema.ts';
import { jsonBytes } from '../json-bytes.ts';
import type { SqlAccess } from '../storage/sql-access.ts';
import { type SettingIssue, SettingsRefusal } from './settings-refusal.ts';

type Values = Readonly<Record<string, unknown>>;

interface SettingsRow {
  readonly settings: string;
  readonly secrets: string | null;
  readonly secretsSetAt: string;
}

/** What a person set for a plugin. Secrets are sealed apart, under the installation's id. */
export class PluginSettings {
  readonly #secretBox: SecretBox;

  constructor(ports: { readonly secretBox: SecretBox }) {
    this.#secretBox = ports.secretBox;
  }

  /** All settings but secrets, defaults filled in. */
  async read(
    database: SqlAccess,
    installationId: string,
    manifest: Manifest,
  ): Promise<Record<string, unknown>> {
    const row = await database.read((session) => requireRow(session, installationId));
    return settingsWithDefaults(manifest, JSON.parse(row.settings));
  }

  /**
   * Changes what is given; null puts a setting back to its default.
   * @returns all settings as they are now.
   * @throws {SettingsRefusal} with the settings that do not fit; secrets are among them.
   */
  async merge(
    target: {
      readonly database: SqlAccess;
      readonly installationId: string;
      readonly nowMs: number;
    },
    manifest: Manifest,
    given: Values,
    requireWritable: () => void = () => {},
  ): Promise<Record<string, unknown>> {
    const secrets = new Set(secretNames(manifest));
    const entered = Object.entries(given).filter(([name]) => secrets.has(name));
    if (entered.length > 0) {
      const message = 'Secrets are entered by the person, on the settings page.';
      throw new SettingsRefusal(entered.map(([name]): SettingIssue => ({ name, message })));
    }
    return target.database.write((session) => {
      requireWritable();
      const row = requireRow(session, target.installationId);
      const merged = withoutNulls({ ...JSON.parse(row.settings), ...given });
      requireFit(manifest, merged);
      writePlain(session, target, merged);
      return settingsWithDefaults(manifest, merged);
    });
  }

  /**
   * Puts what a person's form says in the place of the settings. A secret that is left out, or empty, keeps its value;
   * null removes it.
   * @throws {SettingsRefusal} with the settings that do not fit.
   */
  async replace(
    target: {
      readonly database: SqlAccess;
      readonly installationId: string;
      readonly nowMs: number;
    },
    manifest: Manifest,
    given: Values,
  ): Promise<void> {
    const names = new Set(secretNames(manifest));
    const entries = Object.entries(given);
    const plain = withoutNulls(Object.fromEntries(entries.filter(([name]) => !names.has(name))));
    const entered = entries.filter(([name, value]) => names.has(name) && value !== '');
    const set = Object.fromEntries(entered.filter(([, value]) => value !== null));
    requireFit(manifest, { ...plain, ...set });
    await target.database.write((session) => {
      const row = requireRow(session, target.installationId);
      writePlain(session, target, plain);
      if (entered.length > 0) this.#writeSecrets(session, target, row, Object.fromEntries(entered));
    });
  }

  /** @returns null when the person did not enter it. */
  async secret(database: SqlAccess, installationId: string, name: string): Promise<string | null> {
    const row = await database.read((session) => requireRow(session, installationId));
    const secrets = this.#open(row, installationId);
    return Object.hasOwn(secrets, name) ? (secrets[name] ?? null) : null;
  }

  #writeSecrets(
    session: SqlSession,
    { installationId, nowMs }: { readonly installationId: string; readonly nowMs: number },
    row: SettingsRow,
    entered: Values,
  ): void {
    const before = this.#open(row, installationId);
    const setAt: Record<string, number> = JSON.parse(row.secretsSetAt);
    const secrets: Record<string, string> = { ...before };
    for (const [name, value] of Object.entries(entered)) {
      if (value === null) {
        delete secrets[name];
        delete setAt[name];
      } else {
        secrets[name] = String(value);
        setAt[name] = nowMs;
      }
    }
    const isEmpty = Object.keys(secrets).length === 0;
    session.run(
      'update plugin_installation set secrets = ?, secrets_set_at = ? where id = ?',
      isEmpty ? null : this.#secretBox.seal(JSON.stringify(secrets), installationId),
      JSON.stringify(setAt),
      installationId,
    );
  }

  /** Unreadable ones (the secret key of the instance changed) count as not entered, so that they can be entered anew. */
  #open(row: SettingsRow, installationId: string): Readonly<Record<string, string>> {
    if (row.secrets === null) return {};
    try {
      return JSON.parse(this.#secretBox.open(row.secrets, installationId));
    } catch {
      return {};
    }
  }
}

function requireRow(session: SqlSession, installationId: string): SettingsRow {
  const row = session.get<SettingsRow>(
    `select settings, secrets, secrets_set_at as secretsSetAt from plugin_installation where id = ?`,
    installationId,
  );
  if (row === null) throw new Error(`There is no installation ${installationId}.`);
  return row;
}

const writePlain = (
  session: SqlSession,
  { installationId, nowMs }: { readonly installationId: string; readonly nowMs: number },
  settings: Values,
): void => {
  session.run(
    'update plugin_installation set settings = ?, updated_at = ? where id = ?',
    JSON.stringify(settings),
    nowMs,
    installationId,
  );
};

const withoutNulls = (values: Values): Record<string, unknown> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value != null));

function requireFit(manifest: Manifest, settings: Values): void {
  const problems = settingProblems(manifest, settings);
  if (problems !== null) {
    throw new SettingsRefusal(
      Object.entries(problems).flatMap(([name, messages]) =>
        messages.map((message) => ({ name, message })),
      ),
    );
  }
  if (jsonBytes(settings) > settingsLimits.valuesBytes) {
    const message = `Settings may have ${settingsLimits.valuesBytes.toLocaleString('en')} bytes together.`;
    throw new SettingsRefusal([{ name: 'settings', message }]);
  }
}
