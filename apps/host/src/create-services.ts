import { type Context, UserRouters } from '@braindrive/api';
import {
  AuditService,
  BootService,
  ChatService,
  ConversationService,
  ConversationWriter,
  createAccountServices,
  createConnectionServices,
  createEgress,
  EventService,
  SearchService,
  SecretBox,
  type Services,
  systemClock,
} from '@braindrive/core';
import type { Orm } from '@braindrive/database';
import { createPluginHost, PluginProviders, storedProviders } from '@braindrive/plugin-host';
import { bundledFolders, sharedVersions } from './bundled-plugins.ts';
import { createCallCore } from './core-calls.ts';
import { gitHubOf } from './environment.ts';
import { startMaintenance } from './maintenance.ts';
import { PluginFileLocator } from './plugin-file-locator.ts';
import type { StartHostOptions } from './start-host.ts';

export interface ServicesOptions extends StartHostOptions {
  readonly orm: Orm;
  readonly secretKey: Buffer;
  readonly version: string;
  /** Port that this host listens on, once it does. */
  readonly ownPort: () => number | null;
}

/** Makes every service, once; each knows only what it is given. */
export async function createServices(options: ServicesOptions) {
  const { environment, log, orm, secretKey, ownPort, version } = options;
  const clock = systemClock;
  const dataDirectory = environment.BRAINDRIVE_DATA;
  const events = new EventService();
  const audit = new AuditService({ orm, clock });
  const everywhere = createEgress({ policy: { allowsPrivate: true, ownPort } });
  const publicOnly = createEgress({ policy: { allowsPrivate: false, ownPort } });
  const egress = { everywhere: everywhere.fetch, publicOnly: publicOnly.fetch };
  const shared = { orm, clock, log, events, audit, dataDirectory };
  const providers = new PluginProviders({ log });
  const { connections, models, library, ...connectionServices } = createConnectionServices({
    ...shared,
    secretBox: new SecretBox(secretKey, 'connection-secrets'),
    providers,
    egress,
    mayMembersReachPrivate: environment.BRAINDRIVE_MEMBERS_REACH_PRIVATE_NETWORK,
  });
  const chat = new ChatService({ ...shared, models });
  const conversations = new ConversationService({ ...shared, runs: chat });
  let context: Pick<Context, 'services' | 'plugins' | 'log'> | null = null;
  const pluginHost = await createPluginHost({
    ...shared,
    hostVersion: version,
    sharedVersions: await sharedVersions(),
    bundled: await bundledFolders(options.pluginsDirectory),
    secretBox: new SecretBox(secretKey, 'plugin-secret'),
    egress,
    gitHub: gitHubOf(environment),
    isSafeMode: environment.BRAINDRIVE_PLUGINS_SAFE_MODE,
    environment: options.variables,
    ...(options.checkpoint === undefined ? {} : { checkpoint: options.checkpoint }),
    core: {
      models,
      conversations,
      conversationWriter: new ConversationWriter({ orm, clock, events }),
      callCore: createCallCore(() => {
        if (context === null) throw new Error('A plugin called before the host was made.');
        return context;
      }),
    },
  });
  const account = createAccountServices({
    ...shared,
    secretKey,
    version,
    firstRun: async () => ({ ...(await library.starterFacts()), dataDirectory }),
    userSteps: [pluginHost.userStep],
    beforeRemoval: async (userId) => {
      await Promise.all([chat.stopUser(userId), pluginHost.stopUser(userId)]);
    },
  });
  const { accounts, apiKeys, instance, invitations, members, tokens } = account;
  const { installations, operations } = pluginHost.services;
  const boot = new BootService({
    instance,
    accounts,
    conversations,
    models,
    library,
    plugins: {
      listInstalled: (actor) => installations.listInstalled(actor),
      listOperations: (actor) => operations.listOperations(actor),
    },
  });
  const search = new SearchService({ orm });
  const services: Services = {
    ...{ accounts, apiKeys, boot, chat, connections, conversations, events, instance },
    ...{ invitations, library, members, models, search, tokens },
  };
  context = { services, plugins: pluginHost.services, log };
  const routers = new UserRouters(pluginHost.services.calls);
  const files = new PluginFileLocator({ orm, locations: pluginHost.locations });
  let endMaintenance = () => {};
  return {
    services,
    plugins: pluginHost.services,
    routers,
    locatePlugin: files.find.bind(files),
    authenticator: account.authenticator,
    endings: account.endings,
    readAvatar: (name: string) => account.avatars.read(name),
    start: async () => {
      const interrupted = await chat.recover();
      if (interrupted > 0) log.warn({ interrupted }, 'runs.interrupted');
      await pluginHost.start();
      await providers.start(storedProviders(pluginHost, orm));
      await connectionServices.start();
      endMaintenance = startMaintenance({ conversations, expired: account.expired, log });
    },
    close: async () => {
      endMaintenance();
      await chat.close();
      providers.close();
      await connectionServices.close();
      routers.close();
      await pluginHost.close();
      await Promise.all([everywhere.close(), publicOnly.close()]);
    },
  };
}
