import type { Boot, InstalledPlugin, PluginOperation } from '@braindrive/contracts';
import type { AccountService } from '../accounts/index.ts';
import type { LibraryService, ModelService } from '../connections/index.ts';
import type { ConversationService } from '../conversations/index.ts';
import type { Actor } from '../users/index.ts';
import type { InstanceService } from './instance-service.ts';

/** Rows of the conversation list that the first page shows without scrolling, and some more. */
const firstPageLength = 50;

/** What the first page shows of plugins; the plugin host has it. */
export interface PluginFacts {
  listInstalled(actor: Actor): Promise<InstalledPlugin[]>;
  listOperations(actor: Actor): PluginOperation[];
}

export interface BootServicePorts {
  readonly instance: Pick<InstanceService, 'status'>;
  readonly accounts: Pick<AccountService, 'me'>;
  readonly conversations: Pick<ConversationService, 'list'>;
  readonly models: Pick<ModelService, 'list' | 'defaultModel' | 'prepareDefault'>;
  readonly library: Pick<LibraryService, 'listPulls'>;
  readonly plugins: PluginFacts;
}

/** One answer with everything that the first page draws, so that it opens with one request. */
export class BootService {
  readonly #ports: BootServicePorts;

  constructor(ports: BootServicePorts) {
    this.#ports = ports;
  }

  /**
   * Everything the first page needs, for a caller or for nobody. Reads the database and memory only: no model server
   * can delay it.
   */
  async boot(actor: Actor | null): Promise<Boot> {
    const { instance, accounts, conversations, models, library, plugins } = this.#ports;
    if (actor === null) {
      return {
        instance: await instance.status(),
        user: null,
        conversations: { items: [], nextCursor: null },
        models: [],
        defaultModel: null,
        pulls: [],
        plugins: [],
        pluginOperations: [],
      };
    }
    const [status, user, page, lists, defaultModel, pulls, installed] = await Promise.all([
      instance.status(),
      accounts.me(actor),
      conversations.list(actor, { limit: firstPageLength, isArchived: false }),
      models.list(actor),
      models.defaultModel(actor),
      library.listPulls(actor),
      plugins.listInstalled(actor),
    ]);
    // Whoever opens a page asks something soon. What goes wrong, the question itself will tell.
    if (defaultModel !== null) models.prepareDefault(actor).catch(() => {});
    return {
      instance: status,
      user,
      conversations: page,
      models: lists,
      defaultModel,
      pulls,
      plugins: installed,
      pluginOperations: plugins.listOperations(actor),
    };
  }
}
