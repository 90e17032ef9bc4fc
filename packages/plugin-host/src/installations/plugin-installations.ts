import type {
  InstalledPlugin,
  PluginDetail,
  PluginLogLine,
  RepairReport,
} from '@braindrive/contracts';
import { type Actor, type Clock, DomainError, requirePermission } from '@braindrive/core';
import type { PluginLifecycle } from '../lifecycle/plugin-lifecycle.ts';
import type { Repair } from '../lifecycle/repair.ts';
import type { SoakWatch } from '../lifecycle/soak-watch.ts';
import type { InstallationService } from '../plugin-services.ts';
import type { PolicyStore } from '../policy/policy-store.ts';
import type { PluginLogStore } from '../process/index.ts';
import type { FrontEndState } from './front-end-state.ts';
import type { Installation } from './installation.ts';
import type { InstallationStore } from './installation-store.ts';
import { type InstalledPluginViews, keptMs } from './installed-plugin-view.ts';
import type { PluginDetails } from './plugin-detail-view.ts';
import type { PluginNotices } from './plugin-notices.ts';
import type { PluginSecrets } from './plugin-secrets.ts';
import { settingsChange } from './settings-change.ts';
import type { UiErrorLog } from './ui-error-log.ts';

export interface PluginInstallationsPorts {
  readonly installations: InstallationStore;
  readonly lifecycle: PluginLifecycle;
  readonly repair: Repair;
  readonly views: InstalledPluginViews;
  readonly details: PluginDetails;
  readonly policies: PolicyStore;
  readonly secrets: PluginSecrets;
  readonly state: FrontEndState;
  readonly logs: Pick<PluginLogStore, 'read' | 'append'>;
  readonly soak: SoakWatch;
  readonly uiErrors: UiErrorLog;
  readonly notices: PluginNotices;
  readonly clock: Clock;
}

const maxLogLines = 1_000;

/** The caller's own installations, checked against their role and the owner's policy. */
export class PluginInstallations implements InstallationService {
  readonly #ports: PluginInstallationsPorts;

  constructor(ports: PluginInstallationsPorts) {
    this.#ports = ports;
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
    const now = this.#ports.clock.now().getTime();
    return await this.#change(actor, slug, (current) => ({
      ...settingsChange(current, settings, this.#ports.secrets, now),
      updatedAt: now,
    }));
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
    return await this.#ports.state.read((await this.#require(actor, slug)).id, key);
  }

  /** @inheritdoc */
  async writeState(actor: Actor, slug: string, key: string, value: unknown): Promise<void> {
    requirePermission(actor, 'plugin.use');
    await this.#ports.state.write((await this.#require(actor, slug)).id, key, value);
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

const notInstalled = (): DomainError =>
  new DomainError('NOT_FOUND', 'This plugin is not installed.');
