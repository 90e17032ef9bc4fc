import type { z } from 'zod';
import type {
  ModelParameters,
  ModelStreamPart,
  PromptMessage,
  ProviderModel,
  ToolDefinition,
  ToolRound,
} from '../models/model.ts';
import type { ModelLibrary } from './model-library.ts';

/** Structured log of a plugin; the host adds the plugin's name. Never log secrets or message text. */
export interface PluginLog {
  debug(fields: Record<string, unknown>, event: string): void;
  info(fields: Record<string, unknown>, event: string): void;
  warn(fields: Record<string, unknown>, event: string): void;
  error(fields: Record<string, unknown>, event: string): void;
}

/** What the host gives a provider. There is no other way out of a provider. */
export interface ProviderContext {
  readonly log: PluginLog;
  /**
   * `fetch` through the host's egress function: addresses are checked when the connection is made,
   * redirects are re-checked. Throws a {@link ProviderError} `provider/unreachable` when an address is refused.
   */
  readonly fetch: (url: string | URL, init?: RequestInit) => Promise<Response>;
  /** A folder of the provider's own inside the data folder; exists already. */
  readonly directory: string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** One chat request. `messages` are oldest first and already fit the model's context. */
export interface ChatRequest {
  readonly modelId: string;
  readonly messages: readonly PromptMessage[];
  readonly parameters: ModelParameters;
  /**
   * True when the last message is an assistant message that the model shall continue
   * in place (a cut answer), not answer.
   */
  readonly isContinuation: boolean;
  /** Offered to the model. A provider that cannot do that leaves them out. */
  readonly tools?: readonly ToolDefinition[];
  /** What has come of them in this answer, oldest first; it goes on after the last. */
  readonly toolRounds?: readonly ToolRound[];
}

/** What a successful connection test found. */
export interface ConnectionTestResult {
  /** Time to the first byte of the answer, in milliseconds. */
  readonly latencyMs: number;
  /** How many models the connection offers. */
  readonly modelCount: number;
  /** The server's own version text, or null. */
  readonly serverVersion: string | null;
}

/** One configured connection of a provider: an address, a key, or the machine itself. */
export interface ModelConnection {
  /**
   * Host name that prompts are sent to, or null when they stay on this machine.
   * The composer shows it under the text field.
   */
  readonly destination: string | null;
  /** @throws {ProviderError} when the server cannot be asked. */
  listModels(signal: AbortSignal): Promise<readonly ProviderModel[]>;
  /** Asks the server something cheap that needs the key. @throws {ProviderError} with advice. */
  test(signal: AbortSignal): Promise<ConnectionTestResult>;
  /**
   * Streams one answer. Fails before the first part by throwing a {@link ProviderError}; after it too, and the
   * text so far counts. Ends with a `finish` part, or silently when `signal` was aborted. Aborting must stop the
   * work at the provider, not only the reading.
   */
  streamChat(request: ChatRequest, signal: AbortSignal): AsyncIterable<ModelStreamPart>;
  /**
   * Counts the tokens of each text with the model's own tokenizer. Absent where there is none at hand; the host
   * then estimates.
   */
  countTokens?(
    modelId: string,
    texts: readonly string[],
    signal: AbortSignal,
  ): Promise<readonly number[]>;
  /** Models that can be fetched and deleted through this connection, where the provider can do that. */
  readonly library?: ModelLibrary;
  /** Somebody is about to ask: what takes time to start may be started. Waits for nothing and never fails. */
  prepare?(): void;
  /** Frees processes and sockets. Called once, after the last request ended or was aborted. */
  close?(): Promise<void>;
}

/** A ready-made set of settings that the connection form offers, for instance "OpenRouter". */
export interface ConnectionPreset {
  readonly id: string;
  readonly name: string;
  /** Where a key is made, or null. */
  readonly keyUrl: string | null;
  readonly settings: Readonly<Record<string, unknown>>;
}

/**
 * The extension point for language models. A provider has no state of its own between connections;
 * everything it keeps hangs on a {@link ModelConnection}.
 */
export interface ModelProvider<Settings extends z.ZodObject = z.ZodObject> {
  /** Slug, unique in the host: `ollama`. */
  readonly id: string;
  readonly name: string;
  /** One sentence for the connection form. */
  readonly description: string;
  readonly icon: 'cpu' | 'server' | 'cloud';
  /**
   * Schema of a connection's settings; the form is generated from it. Title, description and placeholder come from
   * `.meta()`, keys from {@link secret}.
   */
  readonly settings: Settings;
  readonly presets: readonly ConnectionPreset[];
  /** True when the host makes the one connection itself and a person cannot add others (the local model). */
  readonly isBuiltIn: boolean;
  /**
   * Where prompts go, for the consent of a person: nowhere, the host named by a setting that holds an address, or
   * always the same host. Left out: nowhere for a built-in provider, else the setting `baseUrl`.
   */
  readonly destination?:
    | { readonly kind: 'this-machine' }
    | { readonly kind: 'setting'; readonly name: string }
    | { readonly kind: 'host'; readonly host: string };
  /** True when its connections have a {@link ModelLibrary}. */
  readonly hasLibrary?: boolean;
  /** Makes a connection. Must not do I/O: a dead server delays nobody. */
  connect(settings: z.infer<Settings>, context: ProviderContext): ModelConnection;
}

/** Infers the settings' type for an object literal. */
export const defineProvider = <Settings extends z.ZodObject>(
  provider: ModelProvider<Settings>,
): ModelProvider<Settings> => provider;
