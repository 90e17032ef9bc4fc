import type { InstalledPlugin } from '@braindrive/contracts';
import { LoadingDelay, SkeletonRows } from '@braindrive/plugin-sdk/ui';
import { BridgeContext, findComponent, type PageContext } from '@braindrive/plugin-sdk/web';
import { lazy, type ReactNode, Suspense, useEffect, useMemo, useState } from 'react';
import { useBoot } from '../boot.ts';
import { trpc } from '../trpc.ts';
import { PluginAbsenceCard } from './plugin-absence-card.tsx';
import { PluginBoundary } from './plugin-boundary.tsx';
import { PluginFaultCard } from './plugin-fault-card.tsx';
import { remoteNameOf } from './remote-loader.ts';
import { usePluginServices } from './services/services-context.ts';
import { ValueSource } from './services/value-source.ts';
import { usePluginUi } from './use-plugin-ui.ts';

const PluginFrame = lazy(async () => ({
  default: (await import('./plugin-frame.tsx')).PluginFrame,
}));

/** Where a component of a plugin stands, and what it is given. */
export interface PluginComponentProps {
  readonly slug: string;
  /** Name from the plugin's config. */
  readonly component: string;
  /** What the person set on it. */
  readonly props?: Readonly<Record<string, unknown>>;
  readonly place: PageContext;
  /** Address it moves below; the page's own by default. */
  readonly base?: string;
  /** While it loads, instead of the usual rows. */
  readonly skeleton?: ReactNode;
}

const noProps = {};

/** A component of a plugin: loaded when it is first shown, exchanged when the plugin is updated, contained when it fails. */
export function PluginComponent(props: PluginComponentProps) {
  const plugin = useBoot().plugins.find(({ slug }) => slug === props.slug);
  if (plugin === undefined) {
    return <PluginAbsenceCard slug={props.slug} name={null} reason="missing" />;
  }
  // While it is upgraded the old version goes on.
  if (plugin.state === 'disabled' || plugin.state === 'uninstalled' || plugin.ui === null) {
    return <PluginAbsenceCard slug={plugin.slug} name={plugin.name} reason="disabled" />;
  }
  return <InstalledComponent {...props} plugin={plugin} />;
}

const titleOf = ({ components, pages, settingsPages }: InstalledPlugin, component: string) =>
  components.find(({ name }) => name === component)?.title ??
  [...pages, ...settingsPages].find((page) => page.component === component)?.title ??
  component;

function usePageSource(place: PageContext): ValueSource<PageContext> {
  const [source] = useState(() => new ValueSource(place));
  const { place: kind, pageId, isEditing, size } = place;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the parts of the place are named one by one, its object is new at each render.
  useEffect(() => source.set(place), [source, kind, pageId, isEditing, size?.width, size?.height]);
  return source;
}

/** What both modes are given. */
export interface RunningComponentProps {
  readonly plugin: InstalledPlugin;
  readonly component: string;
  readonly props: Readonly<Record<string, unknown>>;
  readonly page: ValueSource<PageContext>;
  readonly base: string;
  readonly attempt: number;
  readonly waiting: ReactNode;
  readonly faultCard: (error: unknown) => ReactNode;
  readonly onCaught: (error: unknown) => void;
}

function InstalledComponent({
  plugin,
  component,
  props = noProps,
  place,
  base = '',
  skeleton,
}: PluginComponentProps & { readonly plugin: InstalledPlugin }) {
  const services = usePluginServices();
  const page = usePageSource(place);
  const [attempt, setAttempt] = useState(0);
  const disable = trpc.plugin.disable.useMutation();
  const { slug, version } = plugin;
  const title = titleOf(plugin, component);
  const report = (error: unknown) =>
    services.data.reportFault({
      slug,
      version,
      component,
      message: error instanceof Error ? error.message : String(error),
      stack: error instanceof Error ? (error.stack ?? null) : null,
    });
  const faultCard = (error: unknown) => (
    <PluginFaultCard
      pluginName={plugin.name}
      title={title}
      error={error}
      onReload={() => setAttempt(attempt + 1)}
      onDisable={plugin.isRequired ? null : () => disable.mutateAsync({ slug })}
      onReport={() => report(error)}
    />
  );
  const waiting = <LoadingDelay>{skeleton ?? <SkeletonRows count={3} />}</LoadingDelay>;
  const running: RunningComponentProps = {
    plugin,
    component,
    props,
    page,
    base,
    attempt,
    waiting,
    faultCard,
    onCaught: report,
  };
  return plugin.ui?.mode === 'frame' ? (
    <Suspense fallback={waiting}>
      <PluginFrame key={`${remoteNameOf(plugin)}#${attempt}`} {...running} title={title} />
    </Suspense>
  ) : (
    <RealmComponent {...running} />
  );
}

function RealmComponent(running: RunningComponentProps) {
  const { plugin, component, props, page, base, attempt, waiting, faultCard, onCaught } = running;
  const services = usePluginServices();
  const { shown, error } = usePluginUi(plugin, attempt);
  const version = shown?.plugin ?? null;
  const bridge = useMemo(
    () => (version === null ? null : services.bridgeOf(version, { base, component, page })),
    [services, version, base, component, page],
  );
  if (error !== null) return faultCard(error);
  if (shown === null || bridge === null) return waiting;
  const Shown = findComponent(shown.ui, component);
  if (Shown === null) {
    return <PluginAbsenceCard slug={plugin.slug} name={plugin.name} reason="component-missing" />;
  }
  return (
    <PluginBoundary
      key={`${remoteNameOf(shown.plugin)}#${attempt}`}
      fallback={faultCard}
      onCaught={onCaught}
    >
      <Suspense fallback={waiting}>
        <BridgeContext value={bridge}>
          <Shown {...props} />
        </BridgeContext>
      </Suspense>
    </PluginBoundary>
  );
}
