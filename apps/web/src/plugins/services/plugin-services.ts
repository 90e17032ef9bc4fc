import type { InstalledPlugin, UserEvent } from '@braindrive/contracts';
import { showError, showToast } from '@braindrive/plugin-sdk/ui';
import type { CallPort, HostBridge, PageContext, Source } from '@braindrive/plugin-sdk/web';
import { homePath, placeAt } from '../plugin-places.ts';
import type { RemoteLoader } from '../remote-loader.ts';
import { ChatBroker } from './chat-broker.ts';
import { CommandRegistry } from './command-registry.ts';
import { EventHub, type EventReach } from './event-hub.ts';
import { createNavigationPort, type PageRouter } from './navigation-port.ts';
import type { PluginData } from './plugin-data.ts';
import { SettingsStore } from './settings-store.ts';
import { StateStore } from './state-store.ts';
import { themeSource } from './theme-source.ts';

export interface PluginServicePorts {
  readonly loader: RemoteLoader;
  readonly calls: CallPort;
  readonly data: PluginData;
  readonly router: PageRouter;
  readonly reachOf: (slug: string) => EventReach | undefined;
}

/** What all plugins of a page share. One per page. */
export class PluginServices {
  readonly loader: RemoteLoader;
  readonly data: PluginData;
  readonly events: EventHub;
  readonly chat: ChatBroker;
  readonly commands = new CommandRegistry();
  readonly #calls: CallPort;
  readonly #router: PageRouter;
  readonly #settings = new Map<string, SettingsStore>();
  readonly #states = new Map<string, StateStore>();

  constructor({ loader, calls, data, router, reachOf }: PluginServicePorts) {
    this.loader = loader;
    this.data = data;
    this.#calls = calls;
    this.#router = router;
    this.events = new EventHub(reachOf);
    this.chat = new ChatBroker(() => void router.navigate('/'));
  }

  /** The bridge of the components of one plugin at one place. */
  bridgeOf(
    { slug, version, digest, ui }: Pick<InstalledPlugin, 'slug' | 'version' | 'digest' | 'ui'>,
    place: {
      readonly base: string;
      readonly component: string;
      readonly page: Source<PageContext>;
    },
  ): HostBridge {
    return {
      plugin: { slug, version, digest, mode: ui?.mode ?? 'realm' },
      calls: this.#calls,
      settings: this.settingsOf(slug),
      state: this.#stateOf(slug),
      events: {
        emit: (name, payload) => this.events.emit(slug, name, payload),
        on: (name, listener) => this.events.on(slug, name, listener),
      },
      theme: themeSource,
      page: place.page,
      navigation: createNavigationPort(this.#router, place.base),
      notify: { show: (message, tone = 'plain') => showToast(message, null, tone) },
      chat: this.chat,
      commands: this.commands,
      log: {
        error: (message, stack) =>
          this.data.reportFault({
            slug,
            version,
            component: place.component,
            message,
            stack: stack ?? null,
          }),
      },
    };
  }

  /** The one store of a plugin's settings, so that all its components see a change. */
  settingsOf(slug: string): SettingsStore {
    const known = this.#settings.get(slug) ?? new SettingsStore(slug, this.data);
    this.#settings.set(slug, known);
    return known;
  }

  /** Starts to load the screen at this address while the page around it is still being made. */
  preload(plugins: readonly InstalledPlugin[], pathname: string): void {
    const plugin = placeAt(plugins, pathname === '/' ? homePath(plugins) : pathname)?.plugin;
    if (plugin?.state !== 'enabled' || plugin.ui?.mode !== 'realm') return;
    // The component that shows it says what went wrong.
    this.loader.load(plugin).catch(() => undefined);
  }

  /** Takes what concerns running front-ends; the caches are kept elsewhere. */
  applyEvent(event: UserEvent): void {
    if (event.type === 'plugin-event') {
      this.events.emit(event.slug, event.name, event.payload);
    } else if (event.type === 'plugin-removed') {
      this.loader.forget(event.slug);
    } else if (event.type === 'plugin-changed') {
      const { slug, state } = event.plugin;
      if (state === 'disabled' || state === 'uninstalled') this.loader.forget(slug);
      void this.#settings.get(slug)?.refresh();
    }
  }

  /** Saves what plugins wait to save, because the page is being left. */
  flush(): void {
    for (const state of this.#states.values()) void state.flush();
  }

  #stateOf(slug: string): StateStore {
    const known = this.#states.get(slug) ?? new StateStore(slug, this.data, showError);
    this.#states.set(slug, known);
    return known;
  }
}
