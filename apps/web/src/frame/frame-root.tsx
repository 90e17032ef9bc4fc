import { LinkContext, type LinkPort, ToastStack } from '@braindrive/plugin-sdk/ui';
import {
  type AnyPluginUi,
  BridgeContext,
  type CoreRouter,
  findComponent,
  useSource,
} from '@braindrive/plugin-sdk/web';
import {
  bridgeLink,
  createFrameBridge,
  type FrameBridge,
  type FramePort,
  type FrameStart,
} from '@braindrive/plugin-sdk/web/frame';
import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { type CreateTRPCReact, createTRPCReact } from '@trpc/react-query';
import { type ReactNode, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { PluginBoundary } from '../plugins/plugin-boundary.tsx';
import { startRemoteRuntime } from '../plugins/remote-runtime.ts';
import { cssVariablesResolver, theme } from '../theme/theme.ts';

/** Fills the context that the SDK's hooks read; which router it is typed with does not matter here. */
const trpc: CreateTRPCReact<CoreRouter, unknown> = createTRPCReact<CoreRouter>();

async function loadUi({ plugin, entry }: FrameStart): Promise<AnyPluginUi> {
  const runtime = startRemoteRuntime();
  runtime.register(plugin.slug, entry);
  const module = (await runtime.load(plugin.slug)) as { readonly default?: AnyPluginUi };
  if (module.default === undefined) throw new TypeError('src/ui/index.ts has no default export.');
  return module.default;
}

const textOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
const stackOf = (error: unknown) => (error instanceof Error ? (error.stack ?? null) : null);

/** Copies the page's roles, so that the frame looks as the page does. */
function useThemeVariables(bridge: FrameBridge): 'light' | 'dark' {
  const { scheme, tokens } = useSource(bridge.theme);
  useLayoutEffect(() => {
    const { style } = document.documentElement;
    style.colorScheme = scheme;
    for (const [name, value] of Object.entries(tokens)) style.setProperty(name, value);
  }, [scheme, tokens]);
  return scheme;
}

/** Tells the page how high the content is, unless the page decides the height. */
function useHeightReport(bridge: FrameBridge, fillsPlace: boolean): void {
  useEffect(() => {
    document.documentElement.toggleAttribute('data-fills-place', fillsPlace);
    const root = document.querySelector('#root');
    if (fillsPlace || root === null) return undefined;
    const observer = new ResizeObserver(() => {
      const pixels = root.getBoundingClientRect().height;
      bridge.frame.tell({ method: 'frame.height', args: [pixels] });
    });
    observer.observe(root);
    return () => observer.disconnect();
  }, [bridge, fillsPlace]);
}

/** The palette's keys belong to the page, wherever the focus is. */
function usePaletteKey(bridge: FrameBridge): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      bridge.frame.tell({ method: 'frame.palette', args: [] });
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [bridge]);
}

function useLinks(bridge: FrameBridge): LinkPort {
  const { base, path } = useSource(bridge.navigation);
  return useMemo(
    () => ({ pathname: base + path, navigate: (to: string) => bridge.navigation.navigate(to) }),
    [bridge, base, path],
  );
}

function Shown({ bridge, children }: { bridge: FrameBridge; children: ReactNode }) {
  useEffect(() => bridge.frame.tell({ method: 'frame.shown', args: [] }), [bridge]);
  return children;
}

/** The one component that this frame shows, with the same context that it has in the page. */
export function FrameRoot({ port, start }: { port: FramePort; start: FrameStart }) {
  const [bridge] = useState(() => createFrameBridge(port, start));
  const [queryClient] = useState(() => new QueryClient());
  const [client] = useState(() => trpc.createClient({ links: [bridgeLink(bridge.calls)] }));
  const [ui, setUi] = useState<AnyPluginUi | null>(null);
  const [props, setProps] = useState(start.props);
  const hasStarted = useRef(false);
  const scheme = useThemeVariables(bridge);
  const links = useLinks(bridge);
  useHeightReport(bridge, start.fillsPlace);
  usePaletteKey(bridge);

  useEffect(() => {
    bridge.frame.onProps(setProps);
    if (hasStarted.current) return;
    hasStarted.current = true;
    const fail = (error: unknown) =>
      bridge.frame.tell({ method: 'frame.fault', args: [textOf(error), stackOf(error)] });
    loadUi(start).then(setUi, fail);
  }, [bridge, start]);

  const Component = ui === null ? null : findComponent(ui, start.component);
  return (
    <trpc.Provider client={client} queryClient={queryClient}>
      <QueryClientProvider client={queryClient}>
        <MantineProvider
          theme={theme}
          cssVariablesResolver={cssVariablesResolver}
          forceColorScheme={scheme}
        >
          <LinkContext value={links}>
            <BridgeContext value={bridge}>
              <PluginBoundary
                fallback={() => null}
                onCaught={(error) =>
                  bridge.frame.tell({
                    method: 'frame.fault',
                    args: [textOf(error), stackOf(error)],
                  })
                }
              >
                {Component !== null && (
                  <Shown bridge={bridge}>
                    <Component {...props} />
                  </Shown>
                )}
              </PluginBoundary>
            </BridgeContext>
            <ToastStack />
          </LinkContext>
        </MantineProvider>
      </QueryClientProvider>
    </trpc.Provider>
  );
}
