import {
  type CatalogueModel,
  isPluginError,
  type MachineFacts,
  type ModelPull,
  ProviderError,
} from '@braindrive/plugin-sdk';
import {
  addressOf,
  invalidResponseError,
  type ModelLibrary,
  type ModelServer,
  openStream,
  providerErrorFromReport,
  type ResponseStream,
  readErrorFields,
  requestJson,
  streamCutError,
} from '@braindrive/plugin-sdk/server';
import { z } from 'zod';
import { type PullLine, PullProgress, pullLineSchema } from './pull-progress.ts';
import { toOllamaName } from './pull-source.ts';

/** Ollama is silent while it checks the digest of a large file. */
const pullTimeouts = { firstByteMs: 60_000, idleMs: 300_000 };
/** Ollama reports every 60 ms; a person reads less often. */
const reportIntervalMs = 250;

interface RunningPull {
  readonly abort: AbortController;
  /** Settles when the request is over; never rejects. */
  ended: Promise<void>;
}

/**
 * The models on an Ollama server. Ollama itself keeps the files and resumes a download where it stopped, so pausing
 * is ending the request. The list of fetches lives in memory: after a restart pull the same name again.
 */
export class OllamaLibrary implements ModelLibrary {
  readonly #server: ModelServer;
  readonly #pulls = new Map<string, ModelPull>();
  readonly #running = new Map<string, RunningPull>();
  readonly #listeners = new Set<(pull: ModelPull) => void>();

  constructor(server: ModelServer) {
    this.#server = { ...server, timeouts: pullTimeouts };
  }

  /** Null: nothing tells what the machine that runs Ollama has, even when it is this one. */
  async machine(): Promise<MachineFacts | null> {
    return null;
  }

  /** Empty: Ollama has no list of what it could fetch; any name of ollama.com works. */
  async catalogue(): Promise<readonly CatalogueModel[]> {
    return [];
  }

  pulls(): readonly ModelPull[] {
    return [...this.#pulls.values()];
  }

  onPull(listener: (pull: ModelPull) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Resolves when Ollama has taken the request; a name that it does not find fails the returned fetch later. */
  async pull(source: string): Promise<ModelPull> {
    const name = toOllamaName(source);
    const known = this.#pulls.get(name);
    if (this.#running.has(name)) return known ?? this.#newPull(name);
    const abort = new AbortController();
    const run: RunningPull = { abort, ended: Promise.resolve() };
    this.#running.set(name, run);
    try {
      const stream = await openStream(this.#server, {
        method: 'POST',
        path: 'api/pull',
        body: { model: name, stream: true },
        modelId: name,
        signal: abort.signal,
      });
      const started = this.#report({
        ...(known ?? this.#newPull(name)),
        state: 'running',
        error: null,
      });
      run.ended = this.#follow(name, stream, abort.signal);
      return started;
    } catch (error) {
      this.#running.delete(name);
      throw error;
    }
  }

  async pause(pullId: string): Promise<ModelPull> {
    return await this.#stop(pullId, 'paused');
  }

  /** Ollama deletes what it has of the model itself when it starts the next time. */
  async cancel(pullId: string): Promise<ModelPull> {
    return await this.#stop(pullId, 'cancelled');
  }

  async remove(modelId: string): Promise<void> {
    const request = {
      method: 'DELETE',
      path: 'api/delete',
      body: { model: modelId },
      modelId,
    } as const;
    const signal = new AbortController().signal;
    // A successful answer has no body.
    await requestJson(this.#server, { ...request, signal }, z.unknown());
    this.#pulls.delete(modelId);
  }

  /** Pauses everything that runs. */
  async close(): Promise<void> {
    await Promise.all([...this.#running.keys()].map((id) => this.#stop(id, 'paused')));
    this.#listeners.clear();
  }

  async #stop(pullId: string, state: 'paused' | 'cancelled'): Promise<ModelPull> {
    const pull = this.#pulls.get(pullId);
    if (pull === undefined)
      throw new ProviderError(
        'provider/model-not-found',
        `Nothing called ${pullId} is being fetched.`,
      );
    const run = this.#running.get(pullId);
    run?.abort.abort();
    await run?.ended;
    const current = this.#pulls.get(pullId) ?? pull;
    return current.state === 'done'
      ? current
      : this.#report({ ...current, state, bytesPerSecond: null });
  }

  async #follow(name: string, stream: ResponseStream, signal: AbortSignal): Promise<void> {
    try {
      await this.#readProgress(name, stream);
    } catch (error) {
      if (!signal.aborted) this.#fail(name, error);
    } finally {
      this.#running.delete(name);
    }
  }

  async #readProgress(name: string, stream: ResponseStream): Promise<void> {
    const progress = new PullProgress();
    let reportedAt = Number.NEGATIVE_INFINITY;
    for await (const lines of stream.lines()) {
      const now = this.#server.now();
      for (const line of lines) progress.push(this.#parse(line, name), now);
      const pull = { ...(this.#pulls.get(name) ?? this.#newPull(name)), ...progress.snapshot() };
      const isNews =
        pull.state !== this.#pulls.get(name)?.state || now - reportedAt >= reportIntervalMs;
      if (isNews) {
        reportedAt = now;
        this.#report(pull);
      }
      if (pull.state === 'done') {
        stream.complete();
        return;
      }
    }
    throw streamCutError(this.#server);
  }

  #parse(text: string, name: string): PullLine {
    const line = pullLineSchema.safeParse(tryParse(text));
    if (!line.success)
      throw invalidResponseError(this.#server, 'progress that cannot be read', line.error);
    if (line.data.error === undefined) return line.data;
    const fields = readErrorFields(line.data);
    if (/file does not exist|not found|404/i.test(fields.message)) {
      throw new ProviderError(
        'provider/model-not-found',
        `Ollama finds no model called ${name}. Check the name on ollama.com.`,
      );
    }
    if (/no space left|not enough space|disk full/i.test(fields.message)) {
      throw new ProviderError(
        'provider/disk-full',
        'The disk of the machine that runs Ollama is full. Delete a model, then continue.',
      );
    }
    throw providerErrorFromReport(this.#server, { ...fields, modelId: name, retryAfterMs: null });
  }

  #fail(name: string, error: unknown): void {
    const pull = this.#pulls.get(name) ?? this.#newPull(name);
    const isCut = isPluginError(error) && error.code === 'provider/stream-cut';
    const report = isPluginError(error)
      ? {
          code: error.code,
          message: isCut
            ? 'The download was cut. Continue it when Ollama is there again.'
            : error.message,
        }
      : { code: 'provider/server-error', message: 'The download failed. Try again.' };
    this.#report({ ...pull, state: 'failed', bytesPerSecond: null, error: report });
  }

  #newPull(name: string): ModelPull {
    const source = name.startsWith('hf.co/') ? 'huggingface.co' : addressOf(this.#server.baseUrl);
    return {
      id: name,
      name,
      state: 'running',
      receivedBytes: 0,
      totalBytes: null,
      bytesPerSecond: null,
      source,
      error: null,
    };
  }

  #report(pull: ModelPull): ModelPull {
    this.#pulls.set(pull.id, pull);
    for (const listener of this.#listeners) listener(pull);
    return pull;
  }
}

function tryParse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
