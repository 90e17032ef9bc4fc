import { z } from 'zod';
import type { PluginConfig } from '../config/plugin-config.ts';
import { secretNames } from '../config/secret.ts';
import type { CallContext } from '../protocol/index.ts';
import type { MigrationContext, PluginContext } from '../server/plugin-context.ts';
import type { BridgeClient } from './bridge-client.ts';
import { createAi } from './services/ai.ts';
import { createHttp } from './services/http.ts';
import {
  createConversations,
  createCore,
  createEvents,
  createJobs,
  createLog,
  createNotify,
  createSecrets,
  createSettings,
  createState,
} from './services/small-services.ts';
import { createStorage } from './services/storage.ts';

type ServiceFactories = Readonly<Record<string, (client: BridgeClient) => unknown>>;

/** What a permission adds to `ctx`. */
const servicesByPermission: Readonly<Record<string, ServiceFactories>> = {
  storage: { storage: createStorage },
  http: { http: createHttp },
  ai: { ai: createAi, core: createCore },
  conversations: { conversations: createConversations, core: createCore },
  secrets: { secrets: createSecrets },
  events: { events: createEvents },
  schedule: { jobs: createJobs },
  notify: { notify: createNotify },
};

/** Makes contexts of calls. What does not change between calls is worked out once. */
export class ContextFactory<Config extends PluginConfig> {
  readonly #services: ServiceFactories;
  readonly #settings: z.ZodObject | null;

  constructor(config: Config) {
    this.#services = Object.assign(
      {},
      ...Object.keys(config.permissions ?? {}).map((name) => servicesByPermission[name] ?? {}),
    );
    this.#settings = config.settings === undefined ? null : withoutSecrets(config.settings);
  }

  /** `ctx` of one call. Services are made when they are first used. */
  create(call: CallContext, client: BridgeClient, signal: AbortSignal): PluginContext<Config> {
    const readSettings = (values: unknown) => this.#readSettings(values);
    const context: Record<string, unknown> = {
      user: call.user,
      installationId: call.installationId,
      signal,
      now: () => Date.now(),
    };
    lazily(context, client, {
      settings: () => readSettings(call.settings),
      settingsStore: () => createSettings(client, readSettings),
      state: createState,
      log: createLog,
      ...this.#services,
    });
    return context as PluginContext<Config>;
  }

  createForMigration(client: BridgeClient, signal: AbortSignal): MigrationContext {
    return { storage: createStorage(client), log: createLog(client), signal };
  }

  #readSettings(values: unknown): unknown {
    return this.#settings === null ? {} : Object.freeze(this.#settings.parse(values));
  }
}

function withoutSecrets(settings: z.ZodObject): z.ZodObject {
  const secrets = new Set(secretNames(settings));
  return z.object(
    Object.fromEntries(Object.entries(settings.shape).filter(([name]) => !secrets.has(name))),
  );
}

function lazily(
  target: Record<string, unknown>,
  client: BridgeClient,
  factories: ServiceFactories,
): void {
  for (const [name, create] of Object.entries(factories)) {
    Object.defineProperty(target, name, {
      enumerable: true,
      configurable: true,
      get: () => {
        const value = create(client);
        Object.defineProperty(target, name, { value, enumerable: true });
        return value;
      },
    });
  }
}
