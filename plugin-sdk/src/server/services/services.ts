import type { z } from 'zod';
import type {
  EventsOf,
  SecretNameOf,
  SettingsInputOf,
  SettingsOf,
} from '../../config/plugin-config.ts';
import type { ModelParameters, ModelStreamPart, PromptMessage } from '../../models/model.ts';
import type { AvailableModel, ModelReference } from '../../protocol/bridges/ai-bridge.ts';
import type {
  BridgedConversation,
  BridgedMessage,
} from '../../protocol/bridges/conversations-bridge.ts';
import type { BridgedEvent } from '../../protocol/bridges/event-bridge.ts';
import type { NotificationInput } from '../../protocol/bridges/service-bridges.ts';
import type { Page } from './storage-service.ts';

export interface HttpService {
  /**
   * `fetch` through the host, to the hosts of `permissions.http`. A real `Response` whose body streams; aborting or
   * cancelling it ends the request at the server too. Redirects are followed as `init.redirect` says.
   * @throws {PluginError} `http/host-not-allowed`, `http/address-refused`, `http/unreachable`, `http/timeout`.
   */
  fetch(
    input: string | URL | Request,
    init?: RequestInit & { readonly timeoutMs?: number },
  ): Promise<Response>;
}

export interface ChatOptions {
  /** Without it the person's default model. */
  readonly model?: ModelReference;
  /** Oldest first. */
  readonly messages: readonly PromptMessage[];
  readonly parameters?: ModelParameters;
  readonly signal?: AbortSignal;
}

/** The person's models, within `permissions.ai.tokensPerDay`. */
export interface AiService {
  models(): Promise<readonly AvailableModel[]>;
  /** One answer as it comes. Leaving the loop stops the model. @throws {PluginError} `ai/budget-used-up`, `ai/no-model`. */
  stream(options: ChatOptions): AsyncIterable<ModelStreamPart>;
  /** One answer as a whole, without the model's thinking. */
  generate(options: ChatOptions): Promise<string>;
  budget(): Promise<{
    readonly usedTokens: number;
    readonly tokensPerDay: number;
    readonly resetsAt: string;
  }>;
}

export interface ConversationReader {
  /** Pinned first, then newest first. */
  list(options?: {
    readonly isArchived?: boolean;
    readonly limit?: number;
    readonly cursor?: string;
  }): Promise<Page<BridgedConversation>>;
  get(conversationId: string): Promise<BridgedConversation | null>;
  /** The branch that is shown, oldest first. */
  messages(
    conversationId: string,
    options?: { readonly beforeId?: string; readonly limit?: number },
  ): Promise<{ readonly messages: readonly BridgedMessage[]; readonly hasOlder: boolean }>;
}

export interface ConversationWriter extends ConversationReader {
  create(options: {
    readonly title: string;
    readonly systemPrompt?: string;
    readonly model?: ModelReference;
  }): Promise<BridgedConversation>;
  /** Adds a whole message at the end; no model is asked. */
  append(
    conversationId: string,
    message: { readonly role: 'user' | 'assistant'; readonly text: string },
  ): Promise<BridgedMessage>;
  update(
    conversationId: string,
    change: { readonly title?: string; readonly isPinned?: boolean; readonly isArchived?: boolean },
  ): Promise<BridgedConversation>;
  remove(conversationId: string): Promise<void>;
}

export interface EventService<Config> {
  /** @returns how many heard it. */
  emit<Name extends keyof EventsOf<Config> & string>(
    name: Name,
    payload: EventsOf<Config>[Name] extends infer Schema extends z.ZodType
      ? z.input<Schema>
      : never,
  ): Promise<number>;
  /**
   * Events by qualified name (`notes.saved`, `core.run-ended`), as they come, until the loop is left or the call ends.
   * What came before is not told.
   */
  follow(...names: readonly [string, ...string[]]): AsyncIterable<BridgedEvent>;
}

export interface SecretService<Config> {
  /** Null when the person did not enter it. Never send it to a browser. */
  get(name: SecretNameOf<Config>): Promise<string | null>;
}

export interface JobService {
  /** Asks for a run now, beside the clock. Nothing happens when one waits or runs already. */
  runNow(name: string): Promise<void>;
  list(): Promise<
    readonly {
      readonly name: string;
      readonly nextRunAt: string;
      readonly lastRunAt: string | null;
      readonly lastError: string | null;
    }[]
  >;
}

export interface NotifyService {
  show(notification: NotificationInput): Promise<void>;
}

/** Small values that screens and server share; survive upgrades. Last write wins. */
export interface StateService {
  get(key: string): Promise<unknown>;
  get<Schema extends z.ZodType>(key: string, schema: Schema): Promise<z.output<Schema> | null>;
  /** `null` deletes. */
  set(key: string, value: unknown): Promise<void>;
}

export interface SettingsService<Config> {
  /** As they are now; `ctx.settings` is what they were when the call began. */
  get(): Promise<SettingsOf<Config>>;
  /** Merges and stores. @returns all of them. @throws {PluginError} `settings/invalid`. */
  update(values: SettingsInputOf<Config>): Promise<SettingsOf<Config>>;
}
