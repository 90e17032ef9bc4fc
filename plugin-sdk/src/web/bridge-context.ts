import { createContext, useContext, useSyncExternalStore } from 'react';
import type { HostBridge, PluginIdentity, Source } from './host-bridge.ts';

/** Carries the bridge to a plugin's components. The host, a frame or a test provides it. */
export const BridgeContext = createContext<HostBridge | null>(null);

/** The bridge itself, for what has no hook of its own. */
export function useBridge(): HostBridge {
  const bridge = useContext(BridgeContext);
  if (bridge === null) {
    throw new Error(
      'Hooks of @braindrive/plugin-sdk/web work inside a component of a plugin only.',
    );
  }
  return bridge;
}

/** Slug, version and mode of the plugin that the component belongs to. */
export const usePlugin = (): PluginIdentity => useBridge().plugin;

/** Redraws when the source changes. */
export const useSource = <Value>(source: Source<Value>): Value =>
  useSyncExternalStore(source.subscribe, source.get, source.get);
