import {
  type InstanceSettings,
  type InstanceStatus,
  instanceSettingsSchema,
  type UpdateInstanceSettingsInput,
} from '@braindrive/contracts';
import type { Orm } from '@braindrive/database';
import type { AuditService } from '../audit/index.ts';
import type { Clock } from '../clock.ts';
import { type Actor, requirePermission, UserEntity } from '../users/index.ts';
import { InstanceSettingEntity } from './instance-setting-entity.ts';

const settingName = 'registration';
const defaultSettings: InstanceSettings = {
  registration: 'invitation',
  openRegistrationRole: 'member',
};

/** Facts of the first-run page; known to the host only. */
export type FirstRunFacts = NonNullable<InstanceStatus['firstRun']>;

/** What holds for the whole installation: whether it has an owner, who may register, which version runs. */
export class InstanceService {
  readonly #orm: Orm;
  readonly #clock: Clock;
  readonly #audit: AuditService;
  readonly #version: string;
  readonly #firstRun: () => Promise<FirstRunFacts | null>;
  // Both are asked for by every page load; this process is the only writer.
  #hasOwner = false;
  #settings: InstanceSettings | null = null;

  constructor(ports: {
    readonly orm: Orm;
    readonly clock: Clock;
    readonly audit: AuditService;
    readonly version: string;
    /** Asked only while there is no account. */
    readonly firstRun: () => Promise<FirstRunFacts | null>;
  }) {
    this.#orm = ports.orm;
    this.#clock = ports.clock;
    this.#audit = ports.audit;
    this.#version = ports.version;
    this.#firstRun = ports.firstRun;
  }

  /** What anybody may know, signed in or not. */
  async status(): Promise<InstanceStatus> {
    const needsOwner = await this.needsOwner();
    const { registration } = await this.registrationSettings();
    return {
      version: this.#version,
      needsOwner,
      canRegister: needsOwner || registration === 'open',
      firstRun: needsOwner ? await this.#firstRun() : null,
    };
  }

  /** True until the first account exists. */
  async needsOwner(): Promise<boolean> {
    if (this.#hasOwner) return false;
    this.#hasOwner = (await this.#orm.em.fork().count(UserEntity)) > 0;
    return !this.#hasOwner;
  }

  /** Forgets what is known about accounts and settings; called when the last account was deleted. */
  forget(): void {
    this.#hasOwner = false;
    this.#settings = null;
  }

  /** Who may register, without asking who wants to know. */
  async registrationSettings(): Promise<InstanceSettings> {
    if (this.#settings !== null) return this.#settings;
    const row = await this.#orm.em.fork().findOne(InstanceSettingEntity, { name: settingName });
    this.#settings = row === null ? defaultSettings : instanceSettingsSchema.parse(row.value);
    return this.#settings;
  }

  /** @throws {DomainError} `NOT_PERMITTED`. */
  async settings(actor: Actor): Promise<InstanceSettings> {
    requirePermission(actor, 'instance.manage');
    return this.registrationSettings();
  }

  /** @throws {DomainError} `NOT_PERMITTED`. */
  async updateSettings(
    actor: Actor,
    input: UpdateInstanceSettingsInput,
  ): Promise<InstanceSettings> {
    requirePermission(actor, 'instance.manage');
    const settings = instanceSettingsSchema.parse({
      ...(await this.registrationSettings()),
      ...input,
    });
    await this.#orm.em.fork().upsert(InstanceSettingEntity, {
      name: settingName,
      value: settings,
      updatedAt: this.#clock.now(),
    });
    this.#settings = settings;
    await this.#audit.record({
      actorId: actor.userId,
      name: 'instance.settings-changed',
      details: settings,
    });
    return settings;
  }
}
