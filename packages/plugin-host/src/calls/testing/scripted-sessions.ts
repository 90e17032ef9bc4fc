import { manifestSchema } from '@braindrive/plugin-sdk';
import {
  type ProcedureParams,
  type ProcedureSummary,
  RpcError,
  rpcCodes,
  rpcError,
} from '@braindrive/plugin-sdk/protocol';
import superjson from 'superjson';
import type {
  CallTarget,
  CallTargets,
  PluginSession,
  PluginSessions,
  SessionRequest,
} from '../call-ports.ts';

/** A version of a plugin whose process is a function of the test. */
export interface ScriptedVersion {
  readonly procedures?: readonly Partial<ProcedureSummary>[];
  readonly answer?: (params: ProcedureParams, options: SessionRequest) => unknown;
  readonly items?: (params: ProcedureParams, signal: AbortSignal) => AsyncIterable<unknown>;
}

/** Processes by digest, of which any can be ended. */
export class ScriptedSessions implements PluginSessions {
  readonly #versions = new Map<string, ScriptedVersion>();
  readonly #gone = new Set<string>();
  readonly #running = new Map<string, AbortController>();
  starts = 0;

  add(digest: string, version: ScriptedVersion): void {
    this.#versions.set(digest, version);
  }

  /** Takes no more calls: those that come are told that they were not accepted. */
  leave(digest: string): void {
    this.#gone.add(digest);
  }

  /** Its process dies; the next acquire starts another. */
  kill(digest: string): void {
    this.#running.get(digest)?.abort(rpcError(rpcCodes.closed, 'The plugin stopped.'));
    this.#running.delete(digest);
  }

  async acquire({ digest }: Pick<CallTarget, 'digest'>): Promise<PluginSession> {
    const version = this.#versions.get(digest) ?? {};
    let process = this.#running.get(digest);
    if (process === undefined) {
      process = new AbortController();
      this.#running.set(digest, process);
      this.starts += 1;
    }
    const ended = process.signal;
    return {
      summary: {
        protocol: 1,
        dataVersion: 1,
        tools: [],
        jobs: [],
        providers: [],
        hooks: [],
        procedures: (version.procedures ?? []) as ProcedureSummary[],
      },
      request: async (_method, params, options) => {
        if (this.#gone.has(digest)) throw notAccepted();
        const answer = await version.answer?.(params as ProcedureParams, options);
        ended.throwIfAborted();
        return superjson.serialize(answer);
      },
      stream: (_method, params, { signal }) => {
        const either = AbortSignal.any([ended, ...(signal === undefined ? [] : [signal])]);
        return untilAborted(version.items?.(params as ProcedureParams, either), either);
      },
    };
  }
}

const notAccepted = () =>
  new RpcError({
    code: rpcCodes.closed,
    message: 'The plugin is not running.',
    details: { isAccepted: false },
    retryAfterMs: null,
    issues: null,
  });

async function* untilAborted(items: AsyncIterable<unknown> | undefined, signal: AbortSignal) {
  for await (const item of items ?? []) {
    signal.throwIfAborted();
    yield item;
  }
  signal.throwIfAborted();
}

/** One person's installations in memory. */
export class ScriptedTargets implements CallTargets {
  readonly #targets = new Map<string, CallTarget>();
  readonly #listeners = new Set<(userId: string) => void>();

  set(target: CallTarget): void {
    this.#targets.set(`${target.ownerId}/${target.slug}`, target);
    for (const listener of this.#listeners) listener(target.ownerId);
  }

  async find(userId: string, slug: string): Promise<CallTarget | null> {
    return this.#targets.get(`${userId}/${slug}`) ?? null;
  }

  async list(userId: string): Promise<readonly CallTarget[]> {
    return [...this.#targets.values()].filter(
      ({ ownerId, isEnabled }) => ownerId === userId && isEnabled,
    );
  }

  onChange(listener: (userId: string) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

/** Ada's installation of a plugin called notes. */
export const targetOf = (digest: string, changes: Partial<CallTarget> = {}): CallTarget => ({
  installationId: 'installation-1',
  ownerId: 'ada',
  ownerName: 'Ada',
  slug: 'notes',
  version: '1.0.0',
  digest,
  manifest: manifestSchema.parse({
    manifestVersion: 1,
    slug: 'notes',
    version: '1.0.0',
    name: 'Notes',
    author: { name: 'Somebody' },
    engines: { host: '*', protocol: 1 },
    server: { entry: 'server/index.mjs' },
    files: {},
  }),
  grants: { storage: { quotaMB: 1 } },
  settings: { color: 'red' },
  isEnabled: true,
  ...changes,
});
