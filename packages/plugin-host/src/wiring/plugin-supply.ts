import { join } from 'node:path';
import type { ConnectionEgress } from '@braindrive/core';
import { Registries } from '../catalogue/registries.ts';
import { RegistryStore } from '../catalogue/registry-store.ts';
import { Revocations } from '../catalogue/revocations.ts';
import { UpdateChecker } from '../catalogue/update-checker.ts';
import type { PluginHostOptions } from '../create-plugin-services.ts';
import { AuthorKeys } from '../operations/author-keys.ts';
import { CandidateJudge } from '../operations/candidate-judge.ts';
import { InstallRun } from '../operations/install-run.ts';
import { PluginOperations } from '../operations/plugin-operations.ts';
import { SourceAccess } from '../operations/source-access.ts';
import { buildBundledIndex, RegistryFileCache, RegistryReader } from '../registry/index.ts';
import { PluginSources } from '../sources/index.ts';
import type { PluginBase } from './plugin-base.ts';
import type { PluginLives } from './plugin-lives.ts';
import type { PluginRuntime } from './plugin-runtime.ts';

/** Where plugins come from, and how they get here. */
export function createPluginSupply(
  options: PluginHostOptions,
  base: PluginBase,
  parts: PluginRuntime & PluginLives,
) {
  const { orm, clock, log, events, egress, gitHub } = options;
  const { store, bundled, installations, versions, policies, trust, host, updateStore } = base;
  const { lifecycle, collector, notices } = parts;
  const registries = createRegistries(options, base);
  const sourcesThrough = (fetch: ConnectionEgress['everywhere']) =>
    new PluginSources({ fetch, gitHub, registries, clock });
  const sources = new SourceAccess({
    orm,
    everywhere: sourcesThrough(egress.everywhere),
    publicOnly: sourcesThrough(egress.publicOnly),
  });
  const keys = new AuthorKeys({ orm });
  const run = new InstallRun({
    ...{ store, bundled, installations, versions, lifecycle, collector, keys, host, clock },
    judge: new CandidateJudge({ installations, policies, keys, trust, host }),
  });
  const operations = new PluginOperations({
    ...{ run, sources, bundled, installations, events, gitHub, clock, log },
  });
  const updates = new UpdateChecker({
    ...{ installations, versions, sources, store, keys, operations, notices, host, clock, log },
    updates: updateStore,
  });
  const revocations = new Revocations({
    ...{ registries, installations, lifecycle, notices, clock, log },
  });
  return { registries, revocations, sources, operations, updates };
}

function createRegistries(
  { orm, clock, log, egress }: PluginHostOptions,
  { directory, bundled }: PluginBase,
): Registries {
  const cache = new RegistryFileCache(join(directory, 'registries'));
  return new Registries({
    ...{ cache, clock, log },
    store: new RegistryStore({ orm }),
    reader: new RegistryReader({ fetch: egress.everywhere, cache, clock }),
    missingBundled: bundled.missing(),
    bundledIndex: () =>
      buildBundledIndex(
        bundled.list().flatMap((plugin) => (plugin.state === 'ready' ? [plugin.files] : [])),
        { name: 'BrainDrive index', generatedAt: clock.now() },
      ),
  });
}
