import type { PermissionsOf, SettingsOf } from '../config/plugin-config.ts';
import type { PluginLog } from './model-provider.ts';
import type { CoreService } from './services/core-service.ts';
import type {
  AiService,
  ConversationReader,
  ConversationWriter,
  EventService,
  HttpService,
  JobService,
  NotifyService,
  SecretService,
  SettingsService,
  StateService,
} from './services/services.ts';
import type { StorageService } from './services/storage-service.ts';

/** What every call has, whatever the plugin asked for. */
export interface BaseContext<Config> {
  /** The person, by an id that means nothing to other plugins. */
  readonly user: { readonly id: string; readonly name: string };
  /** One process serves several people: key whatever you keep in memory by this. */
  readonly installationId: string;
  /** The person's settings when the call began, defaults filled in. */
  readonly settings: SettingsOf<Config>;
  readonly settingsStore: SettingsService<Config>;
  readonly state: StateService;
  readonly log: PluginLog;
  /** Aborted when the caller leaves, the deadline passes or the plugin is stopped. */
  readonly signal: AbortSignal;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

type NoService = Readonly<Record<never, never>>;
type When<Permissions, Name extends string, Service> = Permissions extends {
  readonly [Key in Name]: object;
}
  ? Service
  : NoService;

type ConversationsFor<Permissions> = Permissions extends {
  readonly conversations: { readonly access: infer Access };
}
  ? {
      readonly conversations: Access extends 'write' ? ConversationWriter : ConversationReader;
    }
  : NoService;

type CoreFor<Permissions> = Permissions extends
  | { readonly conversations: object }
  | { readonly ai: object }
  ? { readonly core: CoreService<Permissions> }
  : NoService;

type ServicesFor<Permissions, Config> = When<
  Permissions,
  'storage',
  { readonly storage: StorageService }
> &
  When<Permissions, 'http', { readonly http: HttpService }> &
  When<Permissions, 'ai', { readonly ai: AiService }> &
  When<Permissions, 'secrets', { readonly secrets: SecretService<Config> }> &
  When<Permissions, 'events', { readonly events: EventService<Config> }> &
  When<Permissions, 'schedule', { readonly jobs: JobService }> &
  When<Permissions, 'notify', { readonly notify: NotifyService }> &
  ConversationsFor<Permissions> &
  CoreFor<Permissions>;

/** What a procedure, tool, job or hook is given: the services that `config.permissions` asks for, and no others. */
export type PluginContext<Config> = BaseContext<Config> &
  ServicesFor<PermissionsOf<Config>, Config>;

/** Migrations see the data only. They need `permissions.storage`. */
export interface MigrationContext {
  readonly storage: StorageService;
  readonly log: PluginLog;
  readonly signal: AbortSignal;
}
