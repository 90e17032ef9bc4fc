import {
  isPluginError,
  type ModelPull,
  modelPullSchema,
  ProviderError,
} from '@braindrive/plugin-sdk';
import {
  type ConnectionOpened,
  type ProviderCallParams,
  type ProviderConnectParams,
  rpcCodes,
} from '@braindrive/plugin-sdk/protocol';
import { z } from 'zod';
import type { BridgeCaller } from '../bridge-caller.ts';
import { wasNotAccepted } from '../calls/call-error.ts';
import type { PluginSession, PluginSessions } from '../calls/call-ports.ts';
import type { ProviderPlugin } from './provider-plugin.ts';

const openedSchema = z.object({
  connection: z.int().nonnegative(),
  hasTokenCounter: z.boolean(),
  hasLibrary: z.boolean(),
});

export interface ConnectionLinkPorts {
  readonly plugin: ProviderPlugin;
  readonly params: ProviderConnectParams;
  readonly caller: BridgeCaller;
  readonly sessions: PluginSessions;
  readonly onPull: (pull: ModelPull) => void;
  /** True while something goes on that outlives calls: fetches of models. */
  readonly isBusy: () => boolean;
  readonly idleMs?: number;
}

interface OpenLink {
  readonly session: PluginSession;
  readonly opened: Pick<ConnectionOpened, 'connection' | 'hasTokenCounter' | 'hasLibrary'>;
}

/** Providers have limits of their own for the servers behind them; this one only frees what nobody waits for any more. */
const callTimeoutMs = 10 * 60_000;

/** The process can be stopped once nobody holds a connection in it. */
const defaultIdleMs = 15 * 60_000;

/**
 * A connection inside a plugin's process, opened when it is first used and again when the process was replaced. It lives
 * as long as the stream that tells of its fetches.
 */
export class ConnectionLink {
  readonly #ports: ConnectionLinkPorts;
  #opening: Promise<OpenLink> | null = null;
  #closing = new AbortController();
  #useCount = 0;
  #idleTimer: NodeJS.Timeout | undefined;

  constructor(ports: ConnectionLinkPorts) {
    this.#ports = ports;
  }

  /** What the plugin says the connection can do. @throws {ProviderError} */
  async facts(): Promise<OpenLink['opened']> {
    try {
      return (await this.#open()).opened;
    } catch (error) {
      throw this.#told(error);
    }
  }

  /** @throws {ProviderError} or what else the plugin said in its own words. */
  async call(method: string, args: readonly unknown[], signal?: AbortSignal): Promise<unknown> {
    this.#begin();
    try {
      return await this.#withLink(({ session, opened }) =>
        session.request('provider.call', paramsOf(opened.connection, method, args), {
          caller: this.#ports.caller,
          timeoutMs: callTimeoutMs,
          ...(signal === undefined ? {} : { signal }),
        }),
      );
    } catch (error) {
      signal?.throwIfAborted();
      throw this.#told(error);
    } finally {
      this.#end();
    }
  }

  /** Items of a call that streams. Ends silently when `signal` was aborted. @throws {ProviderError} */
  async *stream(
    method: string,
    args: readonly unknown[],
    signal: AbortSignal,
  ): AsyncGenerator<unknown, void> {
    this.#begin();
    try {
      const { first, rest } = await this.#withLink(async ({ session, opened }) => {
        const items = session
          .stream('provider.call', paramsOf(opened.connection, method, args), {
            caller: this.#ports.caller,
            signal,
            idleTimeoutMs: null,
          })
          [Symbol.asyncIterator]();
        return { first: await items.next(), rest: items };
      });
      if (first.done === true) return;
      try {
        yield first.value;
        yield* { [Symbol.asyncIterator]: () => rest };
      } finally {
        await rest.return?.();
      }
    } catch (error) {
      if (!signal.aborted) throw this.#told(error);
    } finally {
      this.#end();
    }
  }

  /** Ends the connection in the process. It opens again when it is used again. */
  close(): void {
    clearTimeout(this.#idleTimer);
    this.#closing.abort();
    this.#closing = new AbortController();
    this.#opening = null;
  }

  #begin(): void {
    this.#useCount += 1;
    clearTimeout(this.#idleTimer);
  }

  #end(): void {
    this.#useCount -= 1;
    if (this.#useCount === 0) this.#closeWhenIdle();
  }

  #closeWhenIdle(): void {
    this.#idleTimer = setTimeout(() => {
      if (this.#ports.isBusy()) this.#closeWhenIdle();
      else this.close();
    }, this.#ports.idleMs ?? defaultIdleMs);
    this.#idleTimer.unref();
  }

  /** A process that left between two calls is replaced once; one that dies in the middle of a call fails it. */
  async #withLink<Result>(work: (link: OpenLink) => Promise<Result>): Promise<Result> {
    const link = this.#open();
    try {
      return await work(await link);
    } catch (error) {
      if (!wasNotAccepted(error)) throw error;
      if (this.#opening === link) this.#opening = null;
      return work(await this.#open());
    }
  }

  /** Opens it for a call that will come soon; that one tells when it cannot be opened. */
  prepare(): void {
    this.#begin();
    this.#open()
      .catch(() => {})
      .finally(() => this.#end());
  }

  #open(): Promise<OpenLink> {
    if (this.#opening !== null) return this.#opening;
    const opening = this.#connect();
    this.#opening = opening;
    opening.catch(() => this.#forget(opening));
    return opening;
  }

  async #connect(): Promise<OpenLink> {
    const { plugin, params, caller, sessions } = this.#ports;
    const { signal } = this.#closing;
    const session = await sessions.acquire(plugin);
    const items = session
      .stream('provider.connect', params, { caller, signal })
      [Symbol.asyncIterator]();
    const first = await items.next();
    const opened = openedSchema.parse(first.value);
    void this.#hear(items, this.#opening);
    return { session, opened };
  }

  async #hear(items: AsyncIterator<unknown>, opening: Promise<OpenLink> | null): Promise<void> {
    try {
      for await (const item of { [Symbol.asyncIterator]: () => items }) {
        const pull = modelPullSchema.safeParse(item);
        if (pull.success) this.#ports.onPull(pull.data);
      }
    } catch {
      // The process went, or the connection was closed: whoever uses it next opens it again.
    } finally {
      this.#forget(opening);
    }
  }

  #forget(opening: Promise<OpenLink> | null): void {
    if (this.#opening === opening) this.#opening = null;
  }

  /** Words that the plugin chose pass; what the border says becomes a failure of the provider. */
  #told(error: unknown): unknown {
    const { name } = this.#ports.plugin.manifest;
    if (!isPluginError(error)) return error;
    switch (error.code) {
      case rpcCodes.closed:
        return new ProviderError('provider/stream-cut', `${name} stopped. Try again.`, {
          cause: error,
        });
      case rpcCodes.timeout:
        return new ProviderError('provider/timeout', `${name} does not answer.`, { cause: error });
      case rpcCodes.busy:
        return new ProviderError('provider/rate-limited', `${name} has too much to do.`, {
          cause: error,
        });
      case rpcCodes.internal:
        return new ProviderError(
          'provider/server-error',
          `${name} failed. Its log in the plugin manager says why.`,
          { cause: error },
        );
      default:
        return error;
    }
  }
}

const paramsOf = (
  connection: number,
  method: string,
  args: readonly unknown[],
): ProviderCallParams => ({ connection, method, args });
