import { estimateTokens } from '@braindrive/core';
import { type ModelStreamPart, ProviderError, type ProviderModel } from '@braindrive/plugin-sdk';
import type {
  ChatRequest,
  ConnectionTestResult,
  ModelConnection,
  ModelLibrary,
  ProviderContext,
} from '@braindrive/plugin-sdk/server';
import { z } from 'zod';
import type { PluginSessions } from '../calls/call-ports.ts';
import { checked } from './checked-answer.ts';
import { connectionFetch } from './connection-fetch.ts';
import { ConnectionLink } from './connection-link.ts';
import { PluginLibrary } from './plugin-library.ts';
import { destinationBy } from './provider-destination.ts';
import type { OfferedProvider } from './provider-plugin.ts';
import { isStreamPart } from './stream-part.ts';

const testResultSchema = z.object({
  latencyMs: z.number().nonnegative(),
  modelCount: z.int().nonnegative(),
  serverVersion: z.string().max(200).nullable(),
});
/** What the host makes of each model is checked there, one by one. */
const modelsSchema = z.array(z.unknown());
const countsSchema = z.array(z.int().nonnegative());

/** A connection whose work is done in a plugin's process. Making it starts nothing. */
export class PluginConnection implements ModelConnection {
  readonly destination: string | null;
  readonly library?: ModelLibrary;
  readonly #link: ConnectionLink;

  constructor(options: {
    readonly offered: OfferedProvider;
    readonly settings: Readonly<Record<string, unknown>>;
    readonly context: ProviderContext;
    readonly sessions: PluginSessions;
  }) {
    const { offered, settings, context } = options;
    const { plugin, contribution } = offered;
    this.destination = destinationBy(contribution.destination, settings);
    let library: PluginLibrary | null = null;
    this.#link = new ConnectionLink({
      plugin,
      sessions: options.sessions,
      params: { providerId: contribution.id, settings },
      caller: {
        installationId: plugin.installationId,
        ownerId: plugin.ownerId,
        slug: plugin.slug,
        version: plugin.version,
        digest: plugin.digest,
        grants: plugin.grants,
        purpose: { kind: 'connection', fetch: connectionFetch(offered, settings, context.fetch) },
      },
      onPull: (pull) => library?.heard(pull),
      isBusy: () => library?.isFetching ?? false,
    });
    if (contribution.hasLibrary) {
      library = new PluginLibrary(this.#link);
      this.library = library;
    }
  }

  prepare(): void {
    this.#link.prepare();
  }

  async listModels(signal: AbortSignal): Promise<readonly ProviderModel[]> {
    return checked(
      modelsSchema,
      await this.#link.call('listModels', [], signal),
    ) as ProviderModel[];
  }

  async test(signal: AbortSignal): Promise<ConnectionTestResult> {
    return checked(testResultSchema, await this.#link.call('test', [], signal));
  }

  async *streamChat(request: ChatRequest, signal: AbortSignal): AsyncGenerator<ModelStreamPart> {
    for await (const parts of this.#link.stream('streamChat', [request], signal)) {
      if (!Array.isArray(parts)) throw invalidPart();
      for (const part of parts) {
        if (!isStreamPart(part)) throw invalidPart();
        yield part;
      }
    }
  }

  /** Where the plugin has no tokenizer, the host's own estimate. */
  async countTokens(
    modelId: string,
    texts: readonly string[],
    signal: AbortSignal,
  ): Promise<readonly number[]> {
    const { hasTokenCounter } = await this.#link.facts();
    if (!hasTokenCounter) return texts.map(estimateTokens);
    const counts = checked(
      countsSchema,
      await this.#link.call('countTokens', [modelId, texts], signal),
    );
    return texts.map((text, index) => counts[index] ?? estimateTokens(text));
  }

  async close(): Promise<void> {
    this.#link.close();
  }
}

const invalidPart = () =>
  new ProviderError(
    'provider/invalid-response',
    'The plugin streamed what is no part of an answer.',
  );
