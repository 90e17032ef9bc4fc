import type { PluginSource } from '@braindrive/contracts';
import { type Actor, type Clock, DomainError } from '@braindrive/core';
import type { PackedPlugin } from '../archive/index.ts';
import { shownSize } from '../archive/index.ts';
import { grantsFor, needsConsent } from '../installations/grants-for-version.ts';
import type { Installation, PluginVersion } from '../installations/installation.ts';
import type { InstallationStore } from '../installations/installation-store.ts';
import type { VersionStore } from '../installations/version-store.ts';
import type { PluginLifecycle } from '../lifecycle/plugin-lifecycle.ts';
import type { VersionCollector } from '../lifecycle/version-collector.ts';
import type { ReceiveOptions } from '../sources/index.ts';
import {
  type BundledPlugins,
  type PluginFiles,
  type PluginStore,
  sizeOfFiles,
} from '../store/index.ts';
import type { AuthorKeys } from './author-keys.ts';
import type { Candidate, CandidateJudge } from './candidate-judge.ts';
import { checkCompatibility, type HostFacts } from './compatibility.ts';
import type { Operation } from './operation.ts';

const consentLimitMs = 60 * 60_000;
/** Wherever it was found: it is updated together with the host. */
const bundledSource: PluginSource = { kind: 'bundled' };

/** Bytes that arrived, or a plugin that is here already. */
export type Fetched =
  | {
      readonly kind: 'packed';
      readonly packed: PackedPlugin;
      readonly sizeBytes: number | null;
      readonly expectedDigest: string | null;
      readonly notes: string | null;
    }
  | { readonly kind: 'bundled'; readonly digest: string; readonly notes: string | null };

export interface InstallRunPorts {
  readonly store: PluginStore;
  readonly bundled: BundledPlugins;
  readonly installations: InstallationStore;
  readonly versions: VersionStore;
  readonly lifecycle: PluginLifecycle;
  readonly collector: VersionCollector;
  readonly judge: CandidateJudge;
  readonly keys: AuthorKeys;
  readonly host: HostFacts;
  readonly clock: Clock;
}

export interface InstallRequest {
  readonly actor: Pick<Actor, 'userId'>;
  readonly operation: Operation;
  readonly source: PluginSource;
  /** What the archive has to be; null when the person does not say. */
  readonly slug: string | null;
  /** Nobody is there to answer: what needs consent is left alone. */
  readonly isAutomatic: boolean;
  readonly fetch: (options: ReceiveOptions) => Promise<Fetched>;
}

/** The way of a plugin from its source to a person: fetch, check, compatibility, consent, install. Runs nothing of it before. */
export class InstallRun {
  readonly #ports: InstallRunPorts;

  constructor(ports: InstallRunPorts) {
    this.#ports = ports;
  }

  /** @returns the installation; null when the person refused. @throws {DomainError} as the steps do. */
  async run(request: InstallRequest): Promise<Installation | null> {
    const { collector } = this.#ports;
    const endAdding = collector.adding();
    const { files, sizeBytes, location, notes } = await this.#fetch(request).catch((error) => {
      endAdding();
      throw error;
    });
    const letGo = collector.hold(files.digest);
    endAdding();
    try {
      const version: PluginVersion = {
        digest: files.digest,
        slug: files.manifest.slug,
        version: files.manifest.version,
        manifest: files.manifest,
        location,
        state: 'ready',
        sizeBytes,
      };
      const candidate = await this.#judge(request, { files, version, notes });
      if (!(await this.#ask(request, candidate))) return null;
      return await this.#install(request, candidate);
    } finally {
      letGo();
      if (location === 'store') await collector.discard(files.digest);
      await collector.collect();
    }
  }

  #fetch({ operation, fetch, slug }: InstallRequest) {
    const { store, bundled, clock } = this.#ports;
    const startedAt = clock.now().getTime();
    return store.withStaging(async (directory) => {
      const fetched = await operation.step(
        'fetch',
        () =>
          fetch({
            directory,
            signal: operation.signal,
            onProgress: ({ receivedBytes, totalBytes }) =>
              operation.progress(receivedBytes, totalBytes),
          }),
        (result) => shownTransfer(result, clock.now().getTime() - startedAt),
      );
      return await operation.step(
        'check',
        async () => {
          const { notes } = fetched;
          if (fetched.kind === 'bundled') {
            const files = await bundled.locate(fetched.digest);
            if (files === null) {
              throw new DomainError('NOT_FOUND', 'This host does not come with that version.');
            }
            return {
              files,
              sizeBytes: await sizeOfFiles(files),
              location: 'bundled' as const,
              notes,
            };
          }
          const { expectedDigest } = fetched;
          const { signal } = operation;
          const files = await store.add(fetched.packed, { signal, expectedDigest });
          checkSlug(files, slug);
          return { files, sizeBytes: await sizeOfFiles(files), location: 'store' as const, notes };
        },
        ({ files }) => shownFiles(Object.keys(files.manifest.files).length + 1),
      );
    });
  }

  /** Whether this host and its owner take the plugin, and what the person has of it. */
  #judge(
    { operation, actor }: InstallRequest,
    found: Pick<Candidate, 'files' | 'version' | 'notes'>,
  ): Promise<Candidate> {
    const { judge, host } = this.#ports;
    return operation.step(
      'compatibility',
      async () => {
        const candidate = await judge.judge(actor.userId, found);
        operation.change({
          kind: candidate.existing === null ? 'install' : 'update',
          plugin: await judge.describe(candidate),
        });
        return candidate;
      },
      () => checkCompatibility(found.version.manifest, host),
    );
  }

  /** @returns whether it goes on. */
  async #ask(request: InstallRequest, candidate: Candidate): Promise<boolean> {
    const { operation, isAutomatic } = request;
    const { existing, version, verdict } = candidate;
    const isAsked =
      existing === null || needsConsent(existing, version.manifest) || verdict.needsConsent;
    const count = Object.keys(version.manifest.permissions).length;
    const answer = await operation.step(
      'consent',
      async () => {
        if (!isAsked) return 'accepted';
        if (isAutomatic) {
          throw new DomainError(
            'CONFLICT',
            'It asks for more than before, so somebody has to agree.',
          );
        }
        return await operation.consent(consentLimitMs);
      },
      () => (isAsked ? shownCount(count, 'permission') : 'nothing new'),
    );
    return answer === 'accepted';
  }

  async #install(request: InstallRequest, candidate: Candidate): Promise<Installation> {
    const { operation, actor, source } = request;
    const { lifecycle, keys, clock } = this.#ports;
    const { version, existing, mode, verdict } = candidate;
    const now = clock.now().getTime();
    const grants = grantsFor(version.manifest, existing, now);
    const target = {
      ownerId: actor.userId,
      version,
      source: version.location === 'bundled' ? bundledSource : source,
      mode,
      grants,
    };
    const installation = await operation.step(
      'install',
      async () => {
        if (existing === null) return await lifecycle.install(target);
        if (existing.version.digest === version.digest) return await this.#mended(existing);
        return await lifecycle.upgrade(actor.userId, version.slug, target);
      },
      () => (existing === null ? 'nothing was run before' : `from ${existing.version.version}`),
    );
    await keys.accept(actor.userId, version.slug, verdict.signature, now);
    await operation.step(
      'ready',
      async () => {},
      () => `${version.manifest.name} ${version.version}`,
    );
    return installation;
  }

  /** The same version again: its files were broken, and now they are whole. */
  async #mended(existing: Installation): Promise<Installation> {
    const { versions, installations } = this.#ports;
    await versions.setState(existing.version.digest, 'ready');
    installations.forget(null);
    return (await installations.findById(existing.id)) ?? existing;
  }
}

function checkSlug({ manifest }: PluginFiles, slug: string | null): void {
  if (slug === null || manifest.slug === slug) return;
  throw new DomainError(
    'PLUGIN_SOURCE_FAILED',
    `The source gave ${manifest.slug} where ${slug} was asked for. Ask its author.`,
  );
}

function shownTransfer(fetched: Fetched, tookMs: number): string {
  if (fetched.kind === 'bundled') return 'comes with BrainDrive';
  if (fetched.sizeBytes === null) return 'from a folder';
  return `${shownSize(fetched.sizeBytes)} in ${(tookMs / 1_000).toFixed(1)} s`;
}

const shownCount = (count: number, noun: string): string =>
  `${count === 0 ? 'no' : count} ${noun}${count === 1 ? '' : 's'}`;

const shownFiles = (count: number): string => `${count} files, all digests match`;
