import type {
  InstalledPlugin,
  PluginDetail,
  PluginLogLine,
  RepairReport,
} from '@braindrive/contracts';
import { type Actor, type Clock, DomainError, requirePermission } from '@braindrive/core';
import { type Orm, SqlDatabase } from '@braindrive/database';
import { isPluginError } from '@braindrive/plugin-sdk';
import { type PluginSettings, pluginState } from '../bridges/index.ts';
import type { PluginLifecycle } from '../lifecycle/plugin-lifecycle.ts';
import type { Repair } from '../lifecycle/repair.ts';
import type { SoakWatch } from '../lifecycle/soak-watch.ts';
import type { InstallationService } from '../plugin-services.ts';
import type { PolicyStore } from '../policy/policy-store.ts';
import type { PluginLogStore } from '../process/index.ts';
import type { Installation } from './installation.ts';
import type { InstallationStore } from './installation-store.ts';
import { type InstalledPluginViews, keptMs } from './installed-plugin-view.ts';
import type { PluginDetails } from './plugin-detail-view.ts';
import type { PluginNotices } from './plugin-notices.ts';
import type { UiErrorLog } from './ui-error-log.ts';

export interface PluginInstallationsPorts {
  readonly installations: InstallationStore;
  readonly lifecycle: PluginLifecycle;
  readonly repair: Repair;
  readonly views: InstalledPluginViews;
  readonly details: PluginDetails;
  readonly policies: PolicyStore;
  readonly orm: Orm;
  readonly settings: PluginSettings;
  readonly logs: Pick<PluginLogStore, 'read' | 'append'>;
  readonly soak: SoakWatch;
  readonly uiErrors: UiErrorLog;
  readonly notices: PluginNotices;
  readonly clock: Clock;
}

const maxLogLines = 1_000;
const maxKeyLength = 100;

/** The caller's own installations, checked against their role and the owner's policy. */
export class PluginInstallations implements InstallationService {
  readonly #ports: PluginInstallationsPorts;
  readonly #database: SqlDatabase;

  constructor(ports: PluginInstallationsPorts) {
    this.#ports = ports;
    this.#database = new SqlDatabase(ports.orm);
  }

  /** @inheritdoc */
  async listInstalled(actor: Actor): Promise<InstalledPlugin[]> {
    const all = await this.#ports.installations.ofUser(actor.userId);
    return await this.#views(all.filter(({ state }) => state !== 'uninstalled'));
  }

  /** @inheritdoc */
  async listKept(actor: Actor): Promise<InstalledPlugin[]> {
    const all = await this.#ports.installations.ofUser(actor.userId);
    const now = this.#ports.clock.now().getTime();
    return await this.#views(
      all.filter(({ uninstalledAt }) => uninstalledAt !== null && uninstalledAt + keptMs > now),
    );
  }

  /** @inheritdoc */
  async get(actor: Actor, slug: string): Promise<InstalledPlugin> {
    return await this.#ports.views.of(await this.#require(actor, slug));
  }

  /** @inheritdoc */
  async detail(actor: Actor, slug: string): Promise<PluginDetail> {
    return await this.#ports.details.of(await this.#require(actor, slug));
  }

  /** @inheritdoc */
  async enable(actor: Actor, slug: string): Promise<InstalledPlugin> {
    requirePermission(actor, 'plugin.use');
    await this.#refuseDenied(slug);
    return await this.#ports.views.of(await this.#ports.lifecycle.enable(actor.userId, slug));
  }

  /** @inheritdoc */
  async disable(actor: Actor, slug: string): Promise<InstalledPlugin> {
    requirePermission(actor, 'plugin.use');
    await this.#refuseRequired(slug);
    return await this.#ports.views.of(await this.#ports.lifecycle.disable(actor.userId, slug));
  }

  /** @inheritdoc */
  async rollback(actor: Actor, slug: string): Promise<InstalledPlugin> {
    requirePermission(actor, 'plugin.install');
    return await this.#ports.views.of(await this.#ports.lifecycle.rollback(actor.userId, slug));
  }

  /** @inheritdoc */
  async repair(actor: Actor, slug: string): Promise<RepairReport> {
    requirePermission(actor, 'plugin.use');
    const installation = await this.#require(actor, slug);
    const report = await this.#ports.repair.run(installation);
    const repaired = await this.#require(actor, slug);
    // Work that failed before its first use is tried again now, while somebody looks.
    if (repaired.pending !== null) await this.#ports.lifecycle.ready(repaired);
    return report;
  }

  /** @inheritdoc */
  async uninstall(actor: Actor, slug: string): Promise<void> {
    requirePermission(actor, 'plugin.install');
    await this.#refuseRequired(slug);
    await this.#ports.lifecycle.uninstall(actor.userId, slug);
  }

  /** @inheritdoc */
  async restore(actor: Actor, slug: string): Promise<InstalledPlugin> {
    requirePermission(actor, 'plugin.install');
    await this.#refuseDenied(slug);
    return await this.#ports.views.of(await this.#ports.lifecycle.restore(actor.userId, slug));
  }

  /** @inheritdoc */
  async purge(actor: Actor, slug: string): Promise<void> {
    requirePermission(actor, 'plugin.install');
    await this.#ports.lifecycle.purge(actor.userId, slug);
  }

  /** @inheritdoc */
  async updateSettings(
    actor: Actor,
    slug: string,
    settings: Readonly<Record<string, unknown>>,
  ): Promise<PluginDetail> {
    requirePermission(actor, 'plugin.use');
    const { id, version, ownerId } = await this.#require(actor, slug);
    const nowMs = this.#ports.clock.now().getTime();
    const target = { database: this.#database, installationId: id, nowMs };
    await this.#ports.settings.replace(target, version.manifest, settings);
    this.#ports.installations.forget(ownerId);
    return await this.#change(actor, slug, () => ({}));
  }

  /** @inheritdoc */
  async setAutoUpdate(
    actor: Actor,
    slug: string,
    policy: PluginDetail['autoUpdate'],
  ): Promise<void> {
    requirePermission(actor, 'plugin.install');
    await this.#change(actor, slug, () => ({ autoUpdate: policy }));
  }

  /** @inheritdoc */
  async revokeGrant(actor: Actor, slug: string, permission: string): Promise<PluginDetail> {
    requirePermission(actor, 'plugin.use');
    return await this.#change(actor, slug, ({ grants }) => ({
      grants: grants.filter((grant) => grant.permission !== permission),
    }));
  }

  /** @inheritdoc */
  async log(actor: Actor, slug: string, limit: number): Promise<PluginLogLine[]> {
    const { id, version } = await this.#require(actor, slug);
    const { logs, installations } = this.#ports;
    const count = Math.min(limit, maxLogLines);
    const owners = await installations.ownersOf(version.digest);
    // One process serves everybody who has the version, so what it prints may be about other people.
    const isAlone = owners.every((ownerId) => ownerId === actor.userId);
    const maySeeOutput = isAlone || actor.permissions.has('plugin.manage');
    const [own, shared] = await Promise.all([
      logs.read(id, null, count),
      logs.read(version.digest, null, count),
    ]);
    const visible = shared.lines.filter(({ event }) => maySeeOutput || event !== 'plugin.output');
    return [...own.lines, ...visible]
      .toSorted((left, right) => left.at.getTime() - right.at.getTime())
      .slice(-count)
      .map(({ at, level, event, text }) => ({ at, level, event, text }));
  }

  /** @inheritdoc */
  async reportUiError(
    actor: Actor,
    slug: string,
    report: { version: string; component: string; message: string; stack: string | null },
  ): Promise<void> {
    requirePermission(actor, 'plugin.use');
    const installation = await this.#require(actor, slug);
    const { uiErrors, logs, soak } = this.#ports;
    uiErrors.add(installation.id, report);
    logs.append(installation.id, {
      level: 'error',
      event: 'plugin.ui-error',
      text: `${report.component}: ${report.message}`,
    });
    // A page that still shows the old version says nothing about the new one.
    if (report.version === installation.version.version) soak.noteUiError(installation);
  }

  /** @inheritdoc */
  async readState(actor: Actor, slug: string, key: string): Promise<unknown> {
    const { id } = await this.#require(actor, slug);
    return await pluginState.read(this.#database, id, requireKey(key));
  }

  /** @inheritdoc */
  async writeState(actor: Actor, slug: string, key: string, value: unknown): Promise<void> {
    requirePermission(actor, 'plugin.use');
    const { id } = await this.#require(actor, slug);
    const nowMs = this.#ports.clock.now().getTime();
    const target = { database: this.#database, installationId: id, nowMs };
    await pluginState.write(target, requireKey(key), value).catch((cause: unknown) => {
      if (!isPluginError(cause)) throw cause;
      throw new DomainError('VALIDATION_FAILED', cause.message, { cause });
    });
  }

  #views(installations: readonly Installation[]): Promise<InstalledPlugin[]> {
    return Promise.all(
      installations
        .toSorted((left, right) =>
          left.version.manifest.name.localeCompare(right.version.manifest.name, 'en'),
        )
        .map((installation) => this.#ports.views.of(installation)),
    );
  }

  async #change(
    actor: Actor,
    slug: string,
    changes: (current: Installation) => Partial<Installation>,
  ): Promise<PluginDetail> {
    const installation = await this.#require(actor, slug);
    const changed = await this.#ports.installations.change(installation, changes);
    if (changed === null) throw notInstalled();
    await this.#ports.notices.changed(changed);
    return await this.#ports.details.of(changed);
  }

  async #require(actor: Actor, slug: string): Promise<Installation> {
    const installation = await this.#ports.installations.find(actor.userId, slug);
    if (installation === null || installation.state === 'uninstalled') throw notInstalled();
    return installation;
  }

  async #refuseRequired(slug: string): Promise<void> {
    const { rule } = await this.#ports.policies.ruleFor(slug);
    if (rule !== 'required') return;
    throw new DomainError('NOT_PERMITTED', 'The owner requires this plugin, so it stays.');
  }

  async #refuseDenied(slug: string): Promise<void> {
    const { isDenied } = await this.#ports.policies.limitsFor(slug);
    if (!isDenied) return;
    throw new DomainError('NOT_PERMITTED', 'The owner does not allow this plugin here.');
  }
}

function requireKey(key: string): string {
  if (key.length > 0 && key.length <= maxKeyLength) return key;
  throw new DomainError('VALIDATION_FAILED', `A key has 1 to ${maxKeyLength} characters.`);
}

const notInstalled = (): DomainError =>
  new DomainError('NOT_FOUND', 'This plugin is not installed.');
