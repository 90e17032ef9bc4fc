import { sharedVersions } from 'virtual:shared-versions';
import { createInstance, satisfy } from '@module-federation/runtime';
import * as runtimeCore from '@module-federation/runtime/core';
import { sharedLibraries } from './shared-libraries.ts';

/** What the loader needs of Module Federation. */
export interface RemoteRuntime {
  readonly register: (name: string, entry: string) => void;
  readonly load: (name: string) => Promise<unknown>;
  readonly satisfies: (version: string, range: string) => boolean;
  /** Versions of the packages that the page provides. */
  readonly versions: Readonly<Record<string, string>>;
}

const packageOf = (name: string) =>
  Object.keys(sharedVersions).find((each) => name === each || name.startsWith(`${each}/`)) ?? '';

/** Remotes that were built without a runtime of their own take the page's from here. */
function provideRuntime(): void {
  Reflect.set(globalThis, '_FEDERATION_RUNTIME_CORE', runtimeCore);
}

/** Starts Module Federation with the libraries of the page. Once per page. */
export function startRemoteRuntime(): RemoteRuntime {
  provideRuntime();
  const shared = Object.entries(sharedLibraries).map(([name, provider]) => {
    const version = sharedVersions[packageOf(name)] ?? '0.0.0';
    const shareConfig = { singleton: true, requiredVersion: false as const };
    return [
      name,
      typeof provider === 'function'
        ? {
            version,
            shareConfig,
            get: async () => {
              const library = await (provider as () => Promise<object>)();
              return () => library;
            },
          }
        : { version, shareConfig, lib: () => provider },
    ] as const;
  });
  const instance = createInstance({
    name: 'braindrive',
    remotes: [],
    shared: Object.fromEntries(shared),
  });
  return {
    register: (name, entry) => instance.registerRemotes([{ name, entry, type: 'module' }]),
    load: (name) => instance.loadRemote(`${name}/ui`),
    satisfies: (version, range) => satisfy(version, range),
    versions: sharedVersions,
  };
}
