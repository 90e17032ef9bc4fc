import type { PluginServices } from '@braindrive/plugin-host';
import type { Request, Response } from 'express';
import { type ContextPorts, createContext, type IdentifiedRequest } from './create-context.ts';

/** Addresses of what the page at this address loads first, besides itself. */
export type FirstFiles = (
  request: IdentifiedRequest & Request,
  response: Response,
) => Promise<readonly string[]>;

/** A plugin as a page knows it. */
export type InstalledPlugin = Awaited<
  ReturnType<PluginServices['installations']['listInstalled']>
>[number];

/** A guess must not cost more than it saves. */
const maxFiles = 12;

/**
 * Files of the front-ends that the page at `path` shows to somebody with these plugins. It is a guess: the browser
 * decides what it draws, and a file too many only costs its bytes.
 */
export function firstFilesAt(path: string, plugins: readonly InstalledPlugin[]): string[] {
  const drawn = plugins.filter(
    ({ state, ui }) => ui?.mode === 'realm' && (state === 'enabled' || state === 'upgrading'),
  );
  const [, first = '', second] = path.split('/');
  const pages = drawn
    .flatMap((plugin) => plugin.pages.map((page) => ({ plugin, page })))
    .sort((a, b) => a.page.order - b.page.order);
  const found =
    first === ''
      ? pages[0]?.plugin
      : first === 'plugin'
        ? drawn.find(({ slug }) => slug === second)
        : pages.find(({ page }) => page.path === first)?.plugin;
  const wanted = drawn.filter((plugin) => plugin === found || plugin.background !== null);
  return wanted
    .flatMap(({ ui }) => (ui?.preload ?? []).map((file) => `${ui?.baseUrl}${file}`))
    .slice(0, maxFiles);
}

/** Whoever is not signed in, and whatever goes wrong, gets the page without them. */
export function firstFilesOf(ports: ContextPorts): FirstFiles {
  return async (request, response) => {
    try {
      const { actor } = await createContext(ports, request, response, request.requestId ?? '');
      if (actor === null) return [];
      return firstFilesAt(request.path, await ports.plugins.installations.listInstalled(actor));
    } catch (cause) {
      ports.log.debug({ cause, requestId: request.requestId }, 'page.first-files-unknown');
      return [];
    }
  };
}
