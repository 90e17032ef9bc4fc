import type { ModelFacts } from '../gguf/model-facts.ts';

/** llama.cpp evaluates a prompt in batches of this many tokens and keeps a row of scores for each. */
const batchTokens = 512;
const bytesPerScore = 4;
/** The model process itself, without a model (Node and the native library), and small buffers. */
const processBytes = 120_000_000;

/** What the estimate needs to know of a model. */
export interface MemoryFacts extends Pick<ModelFacts, 'cacheBytesPerToken' | 'vocabularySize'> {
  readonly sizeBytes: number;
}

/**
 * Memory a model needs: its file, the key-value cache of all parallel conversations, the compute buffer, the process.
 * The compute buffer is dominated by the scores of one batch: 103 MB measured for a vocabulary of 49,152.
 */
export function memoryNeedBytes(
  facts: MemoryFacts,
  contextTokens: number,
  sequences: number,
): number {
  const cache = facts.cacheBytesPerToken * contextTokens * sequences;
  const compute = facts.vocabularySize * batchTokens * bytesPerScore;
  return facts.sizeBytes + cache + compute + processBytes;
}

/** How a model shall be loaded. */
export interface LoadPlan {
  readonly contextTokens: number;
  readonly sequences: number;
  readonly needBytes: number;
}

/** Below this a model is a toy, and memory is better spent elsewhere. */
const smallModelBytes = 500_000_000;
const largeContextTokens = 8192;
const smallContextTokens = 4096;
const smallestContextTokens = 2048;

/**
 * The context a model gets on a machine. It depends on the machine's whole memory, not on what is free just now, so
 * that the figure in the model list stays true.
 */
export function plannedContextTokens(
  facts: MemoryFacts & Pick<ModelFacts, 'trainedContextTokens'>,
  memoryBytes: number,
): number {
  const wanted =
    facts.sizeBytes < smallModelBytes
      ? [smallContextTokens, smallestContextTokens]
      : [largeContextTokens, smallContextTokens, smallestContextTokens];
  const fitting = wanted.find((tokens) => memoryNeedBytes(facts, tokens, 1) <= memoryBytes * 0.8);
  return Math.min(
    fitting ?? smallestContextTokens,
    facts.trainedContextTokens ?? smallestContextTokens,
  );
}

/**
 * Decides how to load a model into the memory that is free now: as many parallel conversations as fit well.
 * @returns Null when not even one fits.
 */
export function planLoad(
  facts: MemoryFacts & Pick<ModelFacts, 'trainedContextTokens'>,
  memory: { readonly memoryBytes: number; readonly freeMemoryBytes: number },
  maxSequences: number,
): LoadPlan | null {
  const contextTokens = plannedContextTokens(facts, memory.memoryBytes);
  const plan = (sequences: number) => ({
    contextTokens,
    sequences,
    needBytes: memoryNeedBytes(facts, contextTokens, sequences),
  });
  for (let sequences = maxSequences; sequences > 1; sequences -= 1) {
    // More than one conversation is a comfort: it may take no more than three quarters of what is free.
    if (plan(sequences).needBytes <= memory.freeMemoryBytes * 0.75) {
      return plan(sequences);
    }
  }
  return plan(1).needBytes <= memory.freeMemoryBytes ? plan(1) : null;
}
