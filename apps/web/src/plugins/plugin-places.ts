import type { InstalledPlugin } from '@braindrive/contracts';

type Page = InstalledPlugin['pages'][number];

/** A screen of a plugin, with its address. */
export interface PluginPlace {
  readonly plugin: InstalledPlugin;
  readonly page: Page;
  /** Without a slash at its end: `/notes`. */
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
 * The screens of all plugins, in the order of the navigation; a disabled one keeps its address. A short address goes to
 * the first that asks for it; everybody else stands below the plugin's slug.
 */
function allPlaces(plugins: readonly InstalledPlugin[]): PluginPlace[] {
  const places = plugins
    .filter(({ ui }) => ui !== null)
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

/** The screens that the navigation leads to. */
export const pluginPlaces = (plugins: readonly InstalledPlugin[]): PluginPlace[] =>
  allPlaces(plugins).filter(({ plugin }) => isShown(plugin));

/** The screen that an address belongs to. */
export const placeAt = (
  plugins: readonly InstalledPlugin[],
  pathname: string,
): PluginPlace | undefined =>
  allPlaces(plugins).find(({ base }) => pathname === base || pathname.startsWith(`${base}/`));

/** Where the app opens: the first screen of the navigation, else the plugins that could bring one. */
export const homePath = (plugins: readonly InstalledPlugin[]): string =>
  pluginPlaces(plugins)[0]?.base ?? '/plugins';

/** A page of a plugin among the settings. */
export interface PluginSettingsPlace {
  readonly plugin: InstalledPlugin;
  readonly page: InstalledPlugin['settingsPages'][number];
  readonly path: string;
}

/**
 * The settings pages of all plugins that a person with these permissions may see, in order. A short address goes to the
 * first that asks for it.
 */
export function pluginSettingsPlaces(
  plugins: readonly InstalledPlugin[],
  permissions: readonly string[],
): PluginSettingsPlace[] {
  const used = new Set<string>();
  return plugins
    .filter(({ ui }) => ui !== null)
    .flatMap((plugin) => plugin.settingsPages.map((page) => ({ plugin, page })))
    .sort((a, b) => a.page.order - b.page.order || a.plugin.slug.localeCompare(b.plugin.slug, 'en'))
    .map(({ plugin, page }) => {
      const isShort = !used.has(page.id);
      used.add(page.id);
      return { plugin, page, path: `/settings/${isShort ? '' : `${plugin.slug}/`}${page.id}` };
    })
    .filter(
      ({ plugin, page }) =>
        isShown(plugin) && (page.needs === undefined || permissions.includes(page.needs)),
    );
}
