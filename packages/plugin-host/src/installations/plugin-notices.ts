import type { EventService } from '@braindrive/core';
import type { Installation } from './installation.ts';
import type { InstalledPluginViews } from './installed-plugin-view.ts';

/** Tells the open pages of the person, and nobody else, what became of a plugin. */
export class PluginNotices {
  readonly #events: EventService;
  readonly #views: InstalledPluginViews;

  constructor(ports: { readonly events: EventService; readonly views: InstalledPluginViews }) {
    this.#events = ports.events;
    this.#views = ports.views;
  }

  async changed(installation: Installation): Promise<void> {
    this.#events.publish(installation.ownerId, {
      type: 'plugin-changed',
      plugin: await this.#views.of(installation),
    });
  }

  removed({ ownerId, slug }: Pick<Installation, 'ownerId' | 'slug'>): void {
    this.#events.publish(ownerId, { type: 'plugin-removed', slug });
  }
}
