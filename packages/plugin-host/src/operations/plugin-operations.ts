import type { PluginOperation, PluginSource } from '@braindrive/contracts';
import {
  type Actor,
  type Clock,
  DomainError,
  type EventService,
  type Log,
  requirePermission,
} from '@braindrive/core';
import type { Installation } from '../installations/installation.ts';
import type { InstallationStore } from '../installations/installation-store.ts';
import type { OperationService } from '../plugin-services.ts';
import {
  type GitHubSettings,
  newestUpdate,
  parseSource,
  type ReceiveOptions,
  receiveArchive,
  type SourceRequest,
} from '../sources/index.ts';
import type { BundledPlugins } from '../store/index.ts';
import { errorReportOf } from './error-report.ts';
import type { Fetched, InstallRequest, InstallRun } from './install-run.ts';
import { Operation } from './operation.ts';
import type { SourceAccess } from './source-access.ts';

const maxRunning = 5;
const keptMs = 10 * 60_000;

export interface PluginOperationsPorts {
  readonly run: InstallRun;
  readonly sources: SourceAccess;
  readonly bundled: BundledPlugins;
  readonly installations: InstallationStore;
  readonly events: EventService;
  /** The GitHub whose addresses are repositories. */
  readonly gitHub: GitHubSettings;
  readonly clock: Clock;
  readonly log: Log;
}

/** Installs and updates under way. They belong to the host: they go on when the page is closed. */
export class PluginOperations implements OperationService {
  readonly #ports: PluginOperationsPorts;
  readonly #operations = new Map<string, Operation>();
  readonly #running = new Set<Promise<void>>();

  constructor(ports: PluginOperationsPorts) {
    this.#ports = ports;
  }

  /** @inheritdoc */
  listOperations(actor: Actor): PluginOperation[] {
    this.#forgetOld();
    return [...this.#operations.values()].flatMap((operation) =>
      operation.ownerId === actor.userId ? [operation.view] : [],
    );
  }

  /** @inheritdoc */
  async install(
    actor: Actor,
    source: PluginSource & { readonly slug?: string },
  ): Promise<PluginOperation> {
    requirePermission(actor, 'plugin.install');
    // It names a place on the machine of the owner.
    if (source.kind === 'folder') requirePermission(actor, 'plugin.manage');
    if (source.kind === 'upload') {
      throw new DomainError('VALIDATION_FAILED', 'Send the file itself to install it.');
    }
    const { slug = null, ...given } = source;
    // A client knows the public GitHub at most; which one this host asks is its own matter.
    const from = given.kind === 'url' ? parseSource(given.url, this.#ports.gitHub) : given;
    return this.#start(actor, {
      kind: 'install',
      source: from,
      slug,
      isAutomatic: false,
      fetch: (options) => this.#fetch(actor.userId, { source: from, slug }, options),
    });
  }

  /** @inheritdoc */
  async installUpload(
    actor: Actor,
    fileName: string,
    totalBytes: number | null,
    bytes: AsyncIterable<Uint8Array>,
  ): Promise<PluginOperation> {
    requirePermission(actor, 'plugin.install');
    return this.#start(actor, {
      kind: 'install',
      source: { kind: 'upload', fileName: fileName.slice(0, 255) },
      slug: null,
      isAutomatic: false,
      fetch: async (options) => {
        const { path, sizeBytes } = await receiveArchive(bytes, totalBytes, options);
        const packed = { kind: 'archive', path } as const;
        return { kind: 'packed', packed, sizeBytes, expectedDigest: null, notes: null };
      },
    });
  }

  /** @inheritdoc */
  async update(actor: Actor, slug: string, version: string | null): Promise<PluginOperation> {
    requirePermission(actor, 'plugin.install');
    const installation = await this.#ports.installations.find(actor.userId, slug);
    if (installation === null || installation.state === 'uninstalled') {
      throw new DomainError('NOT_FOUND', 'This plugin is not installed.');
    }
    const source = await this.#updateSource(installation, version);
    return this.#startUpdate(actor, installation, source, false);
  }

  /** An update that nobody asked for just now; it stops when somebody would have to agree. */
  async updateAutomatically(
    installation: Installation,
    source: PluginSource,
  ): Promise<PluginOperation> {
    const view = this.#startUpdate({ userId: installation.ownerId }, installation, source, true);
    return (await this.#operations.get(view.id)?.settled()) ?? view;
  }

  /** @inheritdoc */
  async consent(actor: Actor, operationId: string, isAccepted: boolean): Promise<PluginOperation> {
    const operation = this.#require(actor, operationId);
    operation.answer(isAccepted ? 'accepted' : 'refused');
    return operation.view;
  }

  /** @inheritdoc */
  async cancel(actor: Actor, operationId: string): Promise<void> {
    this.#require(actor, operationId).cancel();
  }

  /** @inheritdoc */
  settled(actor: Actor, operationId: string): Promise<PluginOperation> {
    return this.#require(actor, operationId).settled();
  }

  /** Ends what a person has under way: the account is going to be removed. */
  async stopUser(userId: string): Promise<void> {
    for (const operation of this.#operations.values()) {
      if (operation.ownerId === userId) stop(operation);
    }
    await Promise.all(this.#running);
  }

  /** Ends what waits and lets what is being put in place finish. */
  async close(): Promise<void> {
    for (const operation of this.#operations.values()) stop(operation);
    await Promise.all(this.#running);
  }

  #startUpdate(
    actor: Pick<Actor, 'userId'>,
    { slug }: Installation,
    source: PluginSource,
    isAutomatic: boolean,
  ): PluginOperation {
    return this.#start(actor, {
      kind: 'update',
      source,
      slug,
      isAutomatic,
      fetch: (options) => this.#fetch(actor.userId, { source, slug }, options),
    });
  }

  #start(
    actor: Pick<Actor, 'userId'>,
    request: Omit<InstallRequest, 'actor' | 'operation'> & Pick<PluginOperation, 'kind'>,
  ): PluginOperation {
    this.#forgetOld();
    this.#refuseTooMany(actor.userId);
    const { clock, events } = this.#ports;
    const operation = new Operation({
      ownerId: actor.userId,
      kind: request.kind,
      source: request.source,
      clock,
      publish: (view) =>
        events.publish(actor.userId, { type: 'plugin-operation-changed', operation: view }),
    });
    this.#operations.set(operation.view.id, operation);
    const running = this.#carryOut({ ...request, actor, operation });
    this.#running.add(running);
    void running.finally(() => this.#running.delete(running));
    return operation.view;
  }

  async #carryOut(request: InstallRequest): Promise<void> {
    const { operation } = request;
    try {
      const installation = await this.#ports.run.run(request);
      if (installation === null) operation.cancelled();
      else operation.done(installation.id);
    } catch (error) {
      if (operation.signal.aborted) {
        operation.cancelled();
        return;
      }
      if (!(error instanceof DomainError)) {
        this.#ports.log.error({ cause: error, source: request.source }, 'plugin.install-failed');
      }
      operation.failed(errorReportOf(error));
    }
  }

  async #fetch(userId: string, request: SourceRequest, options: ReceiveOptions): Promise<Fetched> {
    const { source, slug } = request;
    if (source.kind !== 'bundled') {
      const sources = await this.#ports.sources.of(userId);
      return await sources.fetch(request, options);
    }
    const found = this.#ports.bundled
      .list()
      .find((plugin) => plugin.state === 'ready' && plugin.files.manifest.slug === slug);
    if (found?.state !== 'ready') {
      throw new DomainError('NOT_FOUND', 'This host does not come with that plugin.');
    }
    return { kind: 'bundled', digest: found.files.digest, notes: null };
  }

  /** Where the version that is wanted comes from. */
  async #updateSource(
    { source, slug, ownerId, version: installed }: Installation,
    version: string | null,
  ): Promise<PluginSource> {
    if (source.kind === 'bundled') {
      throw new DomainError('CONFLICT', 'It is updated together with BrainDrive.');
    }
    if (source.kind === 'upload') {
      throw new DomainError('CONFLICT', 'It came from a file. Upload its new version.');
    }
    if (source.kind !== 'github' && source.kind !== 'registry') return source;
    const sources = await this.#ports.sources.of(ownerId);
    const offered = await sources.listVersions({ source, slug });
    const chosen =
      version === null
        ? newestUpdate(installed.version, offered)
        : (offered.find((offer) => offer.version === version) ?? null);
    if (chosen !== null) return chosen.source;
    throw new DomainError(
      version === null ? 'CONFLICT' : 'NOT_FOUND',
      version === null
        ? `${installed.version} is the newest version.`
        : `Its source does not offer ${version}.`,
    );
  }

  #require(actor: Actor, operationId: string): Operation {
    const operation = this.#operations.get(operationId);
    if (operation === undefined || operation.ownerId !== actor.userId) {
      throw new DomainError('NOT_FOUND', 'This install is not under way.');
    }
    return operation;
  }

  #refuseTooMany(userId: string): void {
    const open = [...this.#operations.values()].filter(
      (operation) => operation.ownerId === userId && !operation.isOver,
    );
    if (open.length < maxRunning) return;
    throw new DomainError(
      'RATE_LIMITED',
      `${maxRunning} installs are under way. Finish or cancel one first.`,
    );
  }

  #forgetOld(): void {
    const before = this.#ports.clock.now().getTime() - keptMs;
    for (const [id, operation] of this.#operations) {
      if (operation.endedAt !== null && operation.endedAt < before) this.#operations.delete(id);
    }
  }
}

/** One that is being put in place is let finish: it is journaled, and short. */
function stop(operation: Operation): void {
  try {
    operation.cancel();
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
  }
}
