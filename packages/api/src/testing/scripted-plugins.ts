import { type Actor, DomainError } from '@braindrive/core';
import type { PluginCallService, PluginServices } from '@braindrive/plugin-host';
import type { ProcedureSummary, SubscriptionItem } from '@braindrive/plugin-sdk/protocol';

/** One procedure of a scripted plugin; its type follows from `type`. */
export interface ScriptedProcedure {
  readonly type: ProcedureSummary['type'];
  readonly input?: ProcedureSummary['input'];
  readonly output?: ProcedureSummary['output'];
  readonly run: (input: unknown, actor: Actor) => unknown;
}

export interface ScriptedPlugin {
  readonly slug: string;
  readonly digest: string;
  readonly procedures: Readonly<Record<string, ScriptedProcedure>>;
}

/** Calls into plugins that are functions of the test; who has which plugin can change at any time. */
export class ScriptedCalls implements PluginCallService {
  readonly #plugins = new Map<string, readonly ScriptedPlugin[]>();
  readonly #listeners = new Set<(userId: string) => void>();
  /** How often routers were made. */
  procedureReads = 0;

  give(userId: string, plugins: readonly ScriptedPlugin[]): void {
    this.#plugins.set(userId, plugins);
    for (const listener of this.#listeners) listener(userId);
  }

  async procedures(userId: string) {
    this.procedureReads += 1;
    return (this.#plugins.get(userId) ?? []).map(({ slug, digest, procedures }) => ({
      slug,
      digest,
      procedures: Object.entries(procedures).map(([path, { type, input, output }]) => ({
        path,
        type,
        input: input ?? null,
        output: output ?? null,
        tool: null,
        isProbe: false,
      })),
    }));
  }

  onChange(listener: (userId: string) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async call(
    actor: Actor,
    slug: string,
    { path }: { readonly path: string },
    input: unknown,
  ): Promise<unknown> {
    return this.#find(actor, slug, path).run(input, actor);
  }

  async *subscribe(
    actor: Actor,
    slug: string,
    path: string,
    input: unknown,
    options: { readonly lastEventId: string | null; readonly signal: AbortSignal },
  ): AsyncGenerator<SubscriptionItem> {
    const items = this.#find(actor, slug, path).run({ input, ...options }, actor);
    yield* items as AsyncIterable<SubscriptionItem>;
  }

  #find(actor: Actor, slug: string, path: string): ScriptedProcedure {
    const plugin = this.#plugins.get(actor.userId)?.find((candidate) => candidate.slug === slug);
    const procedure = plugin?.procedures[path];
    if (procedure === undefined) throw new DomainError('NOT_FOUND', 'There is no such procedure.');
    return procedure;
  }
}

const refused = (): never => {
  throw new DomainError('NOT_FOUND', 'Nobody has any plugin.');
};

/** A host where nobody has plugins, apart from what the calls are given. */
export const scriptedPlugins = (calls: PluginCallService = new ScriptedCalls()): PluginServices => {
  const nothing = new Proxy({}, { get: () => refused });
  return {
    calls,
    installations: nothing as PluginServices['installations'],
    operations: nothing as PluginServices['operations'],
    catalogue: nothing as PluginServices['catalogue'],
    policies: nothing as PluginServices['policies'],
  };
};
