import type { ProviderContext } from '../model-provider.ts';

/** How long a request may be silent. */
export interface RequestTimeouts {
  /** Until the first byte of the answer's body. */
  readonly firstByteMs: number;
  /** Between two pieces of a streamed answer. */
  readonly idleMs: number;
}

/** Two minutes of silence: long enough for a slow machine that reads a long prompt. */
export const defaultTimeouts: RequestTimeouts = { firstByteMs: 120_000, idleMs: 120_000 };

/** One HTTP server that speaks a model API, as {@link requestJson} and {@link openStream} need it. */
export interface ModelServer {
  /** What a person calls it: `Ollama`. Error messages begin with it. */
  readonly name: string;
  readonly baseUrl: string;
  /** Sent with every request. Their values never appear in an error message. */
  readonly headers: Readonly<Record<string, string>>;
  /** True when `headers` carry a key; chooses between "refused" and "needed" in the advice for a 401. */
  readonly hasKey: boolean;
  readonly timeouts: RequestTimeouts;
  readonly fetch: ProviderContext['fetch'];
  readonly now: ProviderContext['now'];
}

/** One request to a {@link ModelServer}. */
export interface ServerRequest {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Below the server's base URL. */
  readonly path: string;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** The model that is asked for; makes "no such model" out of a 404. */
  readonly modelId?: string;
  /** Overrides the server's time limits. */
  readonly timeouts?: RequestTimeouts;
  /** Aborting it cancels the HTTP request itself. */
  readonly signal: AbortSignal;
}
