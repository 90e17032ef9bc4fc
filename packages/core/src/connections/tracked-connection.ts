import type { ModelStreamPart, ProviderModel } from '@braindrive/plugin-sdk';
import type {
  ChatRequest,
  ConnectionTestResult,
  ModelConnection,
  ModelLibrary,
} from '@braindrive/plugin-sdk/server';
import type { SecretRedaction } from './secret-redaction.ts';

export interface TrackedConnectionOptions {
  readonly connect: () => ModelConnection;
  readonly redaction: SecretRedaction;
  /** Called with each live connection. @returns what to do just before it is closed. */
  readonly onOpen: (connection: ModelConnection) => () => void;
  /** Closed after this time without a use. Those with a library stay: their fetches go on when nobody looks. */
  readonly idleMs: number;
  readonly onCloseFailed: (error: unknown) => void;
}

/**
 * A live connection that knows whether it is in use, so that it can be replaced without cutting anybody off:
 * once retired it closes after its last use. Used again after that, it opens once more with its old settings.
 */
export class TrackedConnection implements ModelConnection {
  readonly countTokens?: NonNullable<ModelConnection['countTokens']>;
  readonly library?: ModelLibrary;
  readonly #options: TrackedConnectionOptions;
  #live: { readonly connection: ModelConnection; readonly beforeClose: () => void } | null = null;
  #useCount = 0;
  #isRetired = false;
  #idleTimer: NodeJS.Timeout | undefined;

  constructor(options: TrackedConnectionOptions) {
    this.#options = options;
    const { library, countTokens } = this.#connection();
    if (library !== undefined) this.library = library;
    if (countTokens !== undefined) {
      this.countTokens = (modelId, texts, signal) =>
        this.#use(
          async (connection) => (await connection.countTokens?.(modelId, texts, signal)) ?? [],
        );
    }
  }

  get destination(): string | null {
    return this.#connection().destination;
  }

  prepare(): void {
    void this.#use(async (connection) => connection.prepare?.());
  }

  listModels(signal: AbortSignal): Promise<readonly ProviderModel[]> {
    return this.#use((connection) => connection.listModels(signal));
  }

  test(signal: AbortSignal): Promise<ConnectionTestResult> {
    return this.#use((connection) => connection.test(signal));
  }

  async *streamChat(request: ChatRequest, signal: AbortSignal): AsyncGenerator<ModelStreamPart> {
    const connection = this.#begin();
    try {
      yield* connection.streamChat(request, signal);
    } catch (error) {
      throw this.#options.redaction.error(error);
    } finally {
      this.#end();
    }
  }

  /** No new use is expected: closes now, or after the last use. */
  async retire(): Promise<void> {
    this.#isRetired = true;
    if (this.#useCount === 0) await this.close();
  }

  /** Closes now, whoever uses it. */
  async close(): Promise<void> {
    clearTimeout(this.#idleTimer);
    const live = this.#live;
    this.#live = null;
    if (live === null) return;
    try {
      live.beforeClose();
      await live.connection.close?.();
    } catch (error) {
      this.#options.onCloseFailed(this.#options.redaction.error(error));
    }
  }

  #connection(): ModelConnection {
    if (this.#live === null) {
      const connection = this.#options.connect();
      this.#live = { connection, beforeClose: this.#options.onOpen(connection) };
    }
    return this.#live.connection;
  }

  async #use<Value>(work: (connection: ModelConnection) => Promise<Value>): Promise<Value> {
    const connection = this.#begin();
    try {
      return await work(connection);
    } catch (error) {
      throw this.#options.redaction.error(error);
    } finally {
      this.#end();
    }
  }

  #begin(): ModelConnection {
    const connection = this.#connection();
    this.#useCount += 1;
    clearTimeout(this.#idleTimer);
    return connection;
  }

  #end(): void {
    this.#useCount -= 1;
    if (this.#useCount > 0) return;
    if (this.#isRetired) {
      void this.close();
    } else if (this.library === undefined) {
      this.#idleTimer = setTimeout(() => void this.close(), this.#options.idleMs);
      this.#idleTimer.unref();
    }
  }
}
