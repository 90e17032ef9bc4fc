import type { NavigateOptions, NavigationPort, PluginLocation } from '@braindrive/plugin-sdk/web';

/** The part of the page's router that plugins move. */
export interface PageRouter {
  readonly state: { readonly location: PageLocation };
  readonly subscribe: (listener: () => void) => () => void;
  readonly navigate: (to: string, options?: NavigateOptions) => unknown;
}

interface PageLocation {
  readonly pathname: string;
  readonly search: string;
  readonly hash: string;
  readonly state: unknown;
}

const isBelow = (pathname: string, base: string) =>
  pathname === base || pathname.startsWith(`${base}/`);

function locationOf(location: PageLocation, base: string): PluginLocation {
  const { pathname, search, hash, state } = location;
  const path = isBelow(pathname, base) ? pathname.slice(base.length) : pathname;
  return { base, path, search, hash, state };
}

/** What `to` means at an address of the plugin; null for an address of another site. */
export function addressOf(to: string, { base, path }: Pick<PluginLocation, 'base' | 'path'>) {
  if (/^(?:[a-z][a-z\d+.-]*:|\/[/\\])/i.test(to)) return null;
  if (to.startsWith('/')) return to;
  if (to.startsWith('?') || to.startsWith('#')) return `${base}${path}${to}`;
  return to === '' ? base : `${base}/${to}`;
}

/** Addresses below `base`, for the components of one place. */
export function createNavigationPort(router: PageRouter, base: string): NavigationPort {
  let known: { readonly of: PageLocation; readonly location: PluginLocation } | null = null;
  const get = () => {
    const { location } = router.state;
    // The same object until the address changes, as React asks of a source.
    if (known?.of !== location) known = { of: location, location: locationOf(location, base) };
    return known.location;
  };
  return {
    get,
    subscribe: (listener) => router.subscribe(listener),
    navigate: (to, options) => {
      const address = addressOf(to, get());
      if (address !== null) router.navigate(address, options);
    },
    setTitle: (title) => {
      document.title = title === '' ? 'BrainDrive' : `${title} · BrainDrive`;
    },
  };
}
