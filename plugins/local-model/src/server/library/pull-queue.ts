import { isPluginError, type ModelPull, ProviderError } from '@braindrive/plugin-sdk';
import type { PluginLog } from '@braindrive/plugin-sdk/server';
import { causeText } from '../download/download-errors.ts';
import { sizeOf } from '../download/transfer.ts';
import { type PullProgress, type PullRecord, toModelPull } from './pull-record.ts';
import type { PullStore } from './pull-store.ts';
import { SpeedMeter } from './speed-meter.ts';

/** What the work of a fetch may tell while it goes on. */
export interface PullReporter {
  /** Changes what is kept on the disk. */
  update(changes: Partial<Pick<PullRecord, 'totalBytes' | 'sha256' | 'etag'>>): void;
  progress(receivedBytes: number, source: string): void;
  verifying(): void;
}

/** Does one fetch from where it stands. Rejects when it fails or `signal` is aborted. */
export type PullWork = (
  record: PullRecord,
  reporter: PullReporter,
  signal: AbortSignal,
) => Promise<void>;

interface Entry {
  record: PullRecord;
  progress: PullProgress;
  meter: SpeedMeter;
  lastReportMs: number;
  /** Set while the fetch runs. */
  run: { readonly controller: AbortController; readonly ended: Promise<void> } | null;
}

const parallelPulls = 2;
const reportIntervalMs = 200;
const noProgress: PullProgress = { receivedBytes: 0, bytesPerSecond: null, source: null };

/** Fetches, two at once, the others wait. They belong to the queue, not to whoever asked for them. */
export class PullQueue {
  readonly #entries = new Map<string, Entry>();
  readonly #listeners = new Set<(pull: ModelPull) => void>();
  readonly #store: PullStore;
  readonly #work: PullWork;
  readonly #now: () => number;
  readonly #log: PluginLog;
  #isClosed = false;

  constructor(ports: { store: PullStore; work: PullWork; now: () => number; log: PluginLog }) {
    this.#store = ports.store;
    this.#work = ports.work;
    this.#now = ports.now;
    this.#log = ports.log;
  }

  /** Finds the fetches of the last run again; those that were running go on. */
  async restore(): Promise<void> {
    for (const record of await this.#store.load()) {
      if (!this.#entries.has(record.id)) {
        const receivedBytes = await sizeOf(this.#store.partPath(record.id));
        const wasRunning = record.state === 'running' || record.state === 'verifying';
        const state = wasRunning ? 'queued' : record.state;
        this.#entries.set(record.id, newEntry({ ...record, state }, receivedBytes));
      }
    }
    this.#startNext();
  }

  list(): readonly ModelPull[] {
    return [...this.#entries.values()].map(toPull);
  }

  onChange(listener: (pull: ModelPull) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Adds a fetch, or continues a paused, failed or cancelled one of that id. */
  async start(record: PullRecord): Promise<ModelPull> {
    const existing = this.#entries.get(record.id);
    if (existing !== undefined && isUnderWay(existing.record)) {
      return toPull(existing);
    }
    const isContinuation = existing?.record.url === record.url && existing.record.state !== 'done';
    if (existing !== undefined && !isContinuation) {
      await this.#store.remove(record.id);
    }
    const kept = isContinuation ? existing.record : record;
    const receivedBytes = await sizeOf(this.#store.partPath(record.id));
    const entry = newEntry({ ...kept, state: 'queued', error: null }, receivedBytes);
    this.#entries.set(record.id, entry);
    await this.#store.save(entry.record);
    this.#emit(entry);
    this.#startNext();
    return toPull(entry);
  }

  /** Continues a paused or failed fetch where it was. @returns null when there is none of that id. */
  async resume(id: string): Promise<ModelPull | null> {
    const entry = this.#entries.get(id);
    return entry === undefined ? null : this.start(entry.record);
  }

  /** Shows a fetch that needed no work. */
  announceDone(record: PullRecord): ModelPull {
    const entry = newEntry({ ...record, state: 'done' }, record.totalBytes ?? 0);
    this.#entries.set(record.id, entry);
    this.#emit(entry);
    return toPull(entry);
  }

  /** Stops a fetch and keeps what is there. */
  async pause(id: string): Promise<ModelPull> {
    const entry = this.#require(id);
    if (isUnderWay(entry.record)) {
      await this.#stop(entry, 'paused');
      await this.#store.save(entry.record);
    }
    return toPull(entry);
  }

  /** Stops a fetch and deletes what is there. */
  async cancel(id: string): Promise<ModelPull> {
    const entry = this.#require(id);
    if (entry.record.state !== 'done') {
      await this.#stop(entry, 'cancelled');
      entry.progress = noProgress;
      await this.#store.remove(id);
      this.#emit(entry);
    }
    return toPull(entry);
  }

  /** Stops all work; what was running is found again at the next start. */
  async close(): Promise<void> {
    this.#isClosed = true;
    const runs = [...this.#entries.values()].map(({ run }) => run);
    for (const run of runs) {
      run?.controller.abort();
    }
    await Promise.all(runs.map((run) => run?.ended));
  }

  #require(id: string): Entry {
    const entry = this.#entries.get(id);
    if (entry === undefined) {
      throw new ProviderError('provider/model-not-found', 'This download does not exist any more.');
    }
    return entry;
  }

  async #stop(entry: Entry, state: 'paused' | 'cancelled'): Promise<void> {
    entry.record = { ...entry.record, state };
    entry.run?.controller.abort();
    await entry.run?.ended;
    this.#emit(entry);
    this.#startNext();
  }

  #startNext(): void {
    if (this.#isClosed) {
      return;
    }
    const entries = [...this.#entries.values()];
    const running = entries.filter(({ run }) => run !== null).length;
    const queued = entries.filter(({ record }) => record.state === 'queued');
    for (const entry of queued.slice(0, Math.max(0, parallelPulls - running))) {
      const controller = new AbortController();
      entry.record = { ...entry.record, state: 'running', error: null };
      entry.meter = new SpeedMeter();
      const ended = this.#run(entry, controller.signal);
      entry.run = { controller, ended };
      this.#emit(entry);
    }
  }

  async #run(entry: Entry, signal: AbortSignal): Promise<void> {
    try {
      await this.#store.save(entry.record);
      await this.#work(entry.record, this.#reporter(entry), signal);
      await this.#store.remove(entry.record.id);
      entry.record = { ...entry.record, state: 'done' };
    } catch (cause) {
      if (!signal.aborted) {
        await this.#fail(entry, cause);
      }
    }
    entry.run = null;
    this.#emit(entry);
    this.#startNext();
  }

  async #fail(entry: Entry, cause: unknown): Promise<void> {
    const error = isPluginError(cause)
      ? { code: cause.code, message: cause.message }
      : { code: 'provider/server-error', message: `The download failed: ${causeText(cause)}.` };
    this.#log.warn({ pull: entry.record.id, code: error.code, cause }, 'model download failed');
    entry.record = { ...entry.record, state: 'failed', error };
    const receivedBytes = await sizeOf(this.#store.partPath(entry.record.id));
    entry.progress = { ...entry.progress, receivedBytes, bytesPerSecond: null };
    await this.#store.save(entry.record).catch((saveCause: unknown) => {
      // The disk may be the very thing that is full; the record of the start is still there.
      this.#log.warn({ cause: saveCause }, 'download state not saved');
    });
  }

  #reporter(entry: Entry): PullReporter {
    return {
      update: (changes) => {
        entry.record = { ...entry.record, ...changes };
        void this.#store.save(entry.record).catch(() => undefined);
      },
      progress: (receivedBytes, source) => {
        const nowMs = this.#now();
        entry.progress = { ...entry.progress, receivedBytes, source };
        if (nowMs - entry.lastReportMs >= reportIntervalMs) {
          entry.lastReportMs = nowMs;
          const bytesPerSecond = entry.meter.add(nowMs, receivedBytes);
          entry.progress = { ...entry.progress, bytesPerSecond };
          this.#emit(entry);
        }
      },
      verifying: () => {
        entry.record = { ...entry.record, state: 'verifying' };
        this.#emit(entry);
      },
    };
  }

  #emit(entry: Entry): void {
    const pull = toPull(entry);
    for (const listener of this.#listeners) {
      listener(pull);
    }
  }
}

const toPull = (entry: Entry): ModelPull => toModelPull(entry.record, entry.progress);

const newEntry = (record: PullRecord, receivedBytes: number): Entry => ({
  record,
  progress: { ...noProgress, receivedBytes },
  meter: new SpeedMeter(),
  lastReportMs: 0,
  run: null,
});

const isUnderWay = ({ state }: PullRecord): boolean =>
  state === 'queued' || state === 'running' || state === 'verifying';
