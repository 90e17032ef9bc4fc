import type { InstalledPlugin } from '@braindrive/contracts';
import { BridgeContext, type PageContext } from '@braindrive/plugin-sdk/web';
import { Suspense, useEffect, useMemo, useState } from 'react';
import { useBoot } from '../boot.ts';
import { PluginBoundary } from './plugin-boundary.tsx';
import { pluginPlaces } from './plugin-places.ts';
import { remoteNameOf } from './remote-loader.ts';
import { usePluginServices } from './services/services-context.ts';
import { ValueSource } from './services/value-source.ts';
import { usePluginUi } from './use-plugin-ui.ts';

const everywhere: PageContext = { place: 'component', pageId: null, isEditing: false, size: null };
const nothing = () => null;

/** Backgrounds wait until the page has drawn what the person came for. */
function useIsQuiet(): boolean {
  const [isQuiet, setQuiet] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setQuiet(true), 0);
    return () => clearTimeout(timer);
  }, []);
  return isQuiet;
}

/** The components of plugins that are there on every page and draw nothing. Only those that run in the page itself. */
export function PluginBackgrounds() {
  const { plugins } = useBoot();
  if (!useIsQuiet()) return null;
  return plugins
    .filter(({ background, state, ui }) => {
      const isRunning = state === 'enabled' || state === 'upgrading';
      return background !== null && isRunning && ui?.mode === 'realm';
    })
    .map((plugin) => (
      <Background key={plugin.slug} plugin={plugin} base={firstBase(plugins, plugin)} />
    ));
}

/** Addresses of a background are those of its plugin's first screen. */
const firstBase = (plugins: readonly InstalledPlugin[], { slug }: InstalledPlugin): string =>
  pluginPlaces(plugins).find(({ plugin }) => plugin.slug === slug)?.base ?? '';

function Background({ plugin, base }: { plugin: InstalledPlugin; base: string }) {
  const services = usePluginServices();
  const [page] = useState(() => new ValueSource(everywhere));
  const { shown } = usePluginUi(plugin, 0);
  const version = shown?.plugin ?? null;
  const component = version?.background ?? '';
  const bridge = useMemo(
    () => (version === null ? null : services.bridgeOf(version, { base, component, page })),
    [services, version, base, component, page],
  );
  const Component = shown?.ui.background;
  if (version === null || bridge === null || Component === undefined) return null;
  const onCaught = (error: unknown) =>
    services.data.reportFault({
      slug: version.slug,
      version: version.version,
      component,
      message: error instanceof Error ? error.message : String(error),
      stack: error instanceof Error ? (error.stack ?? null) : null,
    });
  return (
    <PluginBoundary key={remoteNameOf(version)} fallback={nothing} onCaught={onCaught}>
      <Suspense>
        <BridgeContext value={bridge}>
          <Component />
        </BridgeContext>
      </Suspense>
    </PluginBoundary>
  );
}
