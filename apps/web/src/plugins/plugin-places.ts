import type { InstalledPlugin } from '@braindrive/contracts';

type Page = InstalledPlugin['pages'][number];

/** A screen of a plugin, with its address. */
export interface PluginPlace {
  readonly plugin: InstalledPlugin;
  readonly page: Page;
  /** Without a slash at its end: `/chat`. */
  readonly base: string;
}

/** First segments that belong to the app or to the host behind it. */
const taken: ReadonlySet<string> = new Set([
  'api',
  'assets',
  'connections',
  'files',
  'first-run',
  'frame',
  'health',
  'models',
  'plugin',
  'plugins',
  'register',
  'settings',
  'sign-in',
  'trpc',
]);

const isShown = ({ state, ui }: InstalledPlugin) =>
  ui !== null && (state === 'enabled' || state === 'upgrading');

const byOrder = (a: PluginPlace, b: PluginPlace) =>
  a.page.order - b.page.order || a.page.title.localeCompare(b.page.title, 'en');

/**
 * The screens of all plugins, in the order of the navigation. A short address goes to the first that asks for it;
 * everybody else stands below the plugin's slug.
 */
export function pluginPlaces(plugins: readonly InstalledPlugin[]): PluginPlace[] {
  const places = plugins
    .filter(isShown)
    .flatMap((plugin) => plugin.pages.map((page) => ({ plugin, page, base: '' })))
    .sort(byOrder);
  const used = new Set(taken);
  return places.map(({ plugin, page }) => {
    const { path } = page;
    if (path === undefined || used.has(path)) {
      return { plugin, page, base: `/plugin/${plugin.slug}/${page.id}` };
    }
    used.add(path);
    return { plugin, page, base: `/${path}` };
  });
}

/** The screen that an address belongs to. */
export const placeAt = (
  plugins: readonly InstalledPlugin[],
  pathname: string,
): PluginPlace | undefined =>
  pluginPlaces(plugins).find(({ base }) => pathname === base || pathname.startsWith(`${base}/`));

/** A page of a plugin among the settings. */
export interface PluginSettingsPlace {
  readonly plugin: InstalledPlugin;
  readonly page: InstalledPlugin['settingsPages'][number];
  readonly path: string;
}

/** The settings pages of all plugins that a person with these permissions may see, in order. */
export const pluginSettingsPlaces = (
  plugins: readonly InstalledPlugin[],
  permissions: readonly string[],
): PluginSettingsPlace[] =>
  plugins
    .filter(isShown)
    .flatMap((plugin) =>
      plugin.settingsPages.map((page) => ({
        plugin,
        page,
        path: `/settings/${plugin.slug}/${page.id}`,
      })),
    )
    .filter(({ page }) => page.needs === undefined || permissions.includes(page.needs))
    .sort((a, b) => a.page.order - b.page.order);
