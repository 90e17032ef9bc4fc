import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { PluginDetail } from '@braindrive/contracts';
import type { Clock } from '@braindrive/core';
import { type Orm, SqlDatabase } from '@braindrive/database';
import type { Permissions } from '@braindrive/plugin-sdk';
import type { PluginDataStore } from '../bridges/plugin-data-store.ts';
import type { LifecycleJournal } from '../lifecycle/lifecycle-journal.ts';
import type { PolicyStore } from '../policy/policy-store.ts';
import type { ProcessFacts } from '../process/index.ts';
import type { PluginLocations } from '../store/index.ts';
import type { Installation } from './installation.ts';
import type { InstalledPluginViews } from './installed-plugin-view.ts';
import { permissionTexts } from './permission-text.ts';
import { secretNames, settingsWithDefaults } from './settings-schema.ts';
import type { UiErrorLog } from './ui-error-log.ts';

export interface PluginDetailPorts {
  readonly orm: Orm;
  readonly views: InstalledPluginViews;
  readonly policies: PolicyStore;
  readonly journal: LifecycleJournal;
  readonly locations: PluginLocations;
  readonly data: Pick<PluginDataStore, 'usage'>;
  readonly facts: (digest: string) => ProcessFacts;
  readonly uiErrors: UiErrorLog;
  readonly clock: Clock;
}

interface UsageRow {
  readonly tokens: number;
  readonly requests: number;
  readonly calls: number;
  readonly failedCalls: number;
}
interface GrantUseRow {
  readonly permission: string;
  readonly useCount: number;
  readonly lastUsedAt: number | null;
}

const maxTextBytes = 256 * 1_024;
const historyLength = 20;
const mebibyte = 1_024 * 1_024;

/** Everything that the detail page of an installation shows. */
export class PluginDetails {
  readonly #ports: PluginDetailPorts;
  readonly #database: SqlDatabase;

  constructor(ports: PluginDetailPorts) {
    this.#ports = ports;
    this.#database = new SqlDatabase(ports.orm);
  }

  async of(installation: Installation): Promise<PluginDetail> {
    const { version } = installation;
    const { manifest } = version;
    const [summary, readme, changelog, grants, usage, history] = await Promise.all([
      this.#ports.views.of(installation),
      this.#text(version.digest, 'README.md'),
      this.#text(version.digest, 'CHANGELOG.md'),
      this.#grants(installation),
      this.#usage(installation),
      this.#ports.journal.history(installation.ownerId, installation.slug, historyLength),
    ]);
    const { previous, secretsSetAt } = installation;
    return {
      ...summary,
      readme,
      changelog,
      license: manifest.license,
      homepage: manifest.homepage ?? null,
      authorUrl: manifest.author.url ?? null,
      source: installation.source,
      contributes: manifest.contributes,
      grants,
      settingsSchema: manifest.settings ?? null,
      settings: settingsWithDefaults(manifest, installation.settings),
      secrets: Object.fromEntries(
        secretNames(manifest).map((name) => [name, dateOf(secretsSetAt[name])]),
      ),
      autoUpdate: installation.autoUpdate,
      rollback: this.#rollbackOf(previous),
      sizeBytes: version.sizeBytes,
      usage,
      lastErrors: this.#lastErrors(installation),
      history: history.map(({ at, operation, outcome, detail }) => ({
        at,
        operation,
        outcome,
        version: detail.version,
        text: detail.text ?? '',
      })),
    };
  }

  #rollbackOf(previous: Installation['previous']): PluginDetail['rollback'] {
    const isOver = previous === null || previous.until <= this.#ports.clock.now().getTime();
    if (isOver || previous.version.state === 'broken') return null;
    return { version: previous.version.version, until: new Date(previous.until) };
  }

  #lastErrors({ id, version }: Installation): PluginDetail['lastErrors'] {
    const ends = this.#ports.facts(version.digest).lastErrors.map((end) => ({
      at: end.at,
      message: end.message,
      stack: null,
    }));
    return [...ends, ...this.#ports.uiErrors.of(id)].toSorted(
      (left, right) => right.at.getTime() - left.at.getTime(),
    );
  }

  async #grants(installation: Installation): Promise<PluginDetail['grants']> {
    const { version, slug, id } = installation;
    const { deniedPermissions } = await this.#ports.policies.limitsFor(slug);
    const rows = await this.#database.read((session) =>
      session.all<GrantUseRow>(
        `select permission, use_count as useCount, last_used_at as lastUsedAt from plugin_grant
         where installation_id = ?`,
        id,
      ),
    );
    const granted: Permissions = Object.fromEntries(
      installation.grants.map(({ permission, value }) => [permission, value]),
    );
    const texts = permissionTexts(
      { ...version.manifest, permissions: granted },
      { granted, denied: deniedPermissions },
    );
    return texts.flatMap((text) => {
      const grant = installation.grants.find(({ permission }) => permission === text.permission);
      const use = rows.find(({ permission }) => permission === text.permission);
      if (grant === undefined) return [];
      return [
        {
          ...text,
          reason: version.manifest.permissions[text.permission]?.reason ?? null,
          grantedAt: new Date(grant.grantedAt),
          useCount: use?.useCount ?? 0,
          lastUsedAt: dateOf(use?.lastUsedAt),
        },
      ];
    });
  }

  async #usage({ id, version, grants }: Installation): Promise<PluginDetail['usage']> {
    const day = this.#ports.clock.now().toISOString().slice(0, 10);
    const row = await this.#database.read((session) =>
      session.get<UsageRow>(
        `select tokens, requests, calls, failed_calls as failedCalls from plugin_usage
         where installation_id = ? and day = ?`,
        id,
        day,
      ),
    );
    const { usedBytes } = await this.#ports.data.usage(id);
    const facts = this.#ports.facts(version.digest);
    const granted: Permissions = Object.fromEntries(
      grants.map(({ permission, value }) => [permission, value]),
    );
    const quotaMB = granted.storage?.quotaMB;
    return {
      storageBytes: usedBytes,
      storageQuotaBytes: quotaMB === undefined ? null : quotaMB * mebibyte,
      tokensToday: row?.tokens ?? 0,
      tokensPerDay: granted.ai?.tokensPerDay ?? null,
      requestsToday: row?.requests ?? 0,
      callsToday: row?.calls ?? 0,
      failedCallsToday: row?.failedCalls ?? 0,
      memoryBytes: facts.memoryBytes,
      memoryLimitBytes: facts.memoryLimitBytes,
    };
  }

  /** A text of the archive, cut at 256 KiB; null when it has none. */
  async #text(digest: string, name: string): Promise<string | null> {
    const files = await this.#ports.locations.locate(digest);
    if (files === null || files.manifest.files[name] === undefined) return null;
    try {
      const file = await open(join(files.directory, name), 'r');
      try {
        const { buffer, bytesRead } = await file.read(
          Buffer.alloc(maxTextBytes),
          0,
          maxTextBytes,
          0,
        );
        return buffer.toString('utf8', 0, bytesRead);
      } finally {
        await file.close();
      }
    } catch {
      // The files are broken, which the view says by itself.
      return null;
    }
  }
}

const dateOf = (milliseconds: number | null | undefined): Date | null =>
  milliseconds === null || milliseconds === undefined ? null : new Date(milliseconds);
