import type { InstalledPlugin } from '@braindrive/contracts';
import type { AnyPluginUi } from '@braindrive/plugin-sdk/web';
import { useEffect, useState } from 'react';
import { remoteNameOf } from './remote-loader.ts';
import { usePluginServices } from './services/services-context.ts';

/** A front-end with the version it belongs to. */
export interface ShownUi {
  readonly plugin: InstalledPlugin;
  readonly ui: AnyPluginUi;
}

interface Shown {
  readonly name: string;
  readonly attempt: number;
  readonly shown: ShownUi | null;
  readonly error: unknown;
}

/**
 * The front-end of a plugin. After an update the old version stays until the new one has loaded, so that there is no
 * moment without either.
 * @param attempt - Grows when somebody asks to try again.
 */
export function usePluginUi(
  plugin: InstalledPlugin,
  attempt: number,
): { readonly shown: ShownUi | null; readonly error: unknown } {
  const { loader, data } = usePluginServices();
  const [state, setState] = useState<Shown>({ name: '', attempt: 0, shown: null, error: null });
  const name = remoteNameOf(plugin);
  const { shown } = state;

  // The styles of the version that is drawn stay until another one is.
  useEffect(() => (shown === null ? undefined : loader.retain(shown.plugin)), [loader, shown]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the name stands for everything of the plugin that matters here.
  useEffect(() => {
    let isWanted = true;
    loader.load(plugin).then(
      (ui) => {
        if (isWanted) setState({ name, attempt, shown: { plugin, ui }, error: null });
      },
      (error: unknown) => {
        if (!isWanted) return;
        setState((before) => ({ ...before, name, attempt, error }));
        data.reportFault({
          slug: plugin.slug,
          version: plugin.version,
          component: '',
          message: error instanceof Error ? error.message : String(error),
          stack: error instanceof Error ? (error.stack ?? null) : null,
        });
      },
    );
    return () => {
      isWanted = false;
    };
  }, [loader, data, name, attempt]);

  const isCurrent = state.name === name && state.attempt === attempt;
  return { shown, error: isCurrent ? state.error : null };
}
