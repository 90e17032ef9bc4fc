import type { ModelCapabilities } from '@braindrive/plugin-sdk';
import { z } from 'zod';
import type { GgufMetadata } from './read-gguf-header.ts';

/** What a model file says about itself, as far as we use it. */
export const modelFactsSchema = z.object({
  name: z.string().nullable(),
  architecture: z.string(),
  /** Tokens it was trained for. Null when the file does not say. */
  trainedContextTokens: z.int().positive().nullable(),
  /** Bytes of key-value cache per token and conversation, in 16-bit floats. */
  cacheBytesPerToken: z.int().nonnegative(),
  vocabularySize: z.int().nonnegative(),
  isReasoning: z.boolean(),
  hasTools: z.boolean(),
});
export type ModelFacts = z.infer<typeof modelFactsSchema>;

const bytesPerCacheValue = 2;

/** Picks our facts out of a file's metadata. Missing numbers become careful guesses. */
export function modelFactsOf(metadata: GgufMetadata): ModelFacts {
  const architecture = textOf(metadata, 'general.architecture') ?? 'unknown';
  const template = textOf(metadata, 'tokenizer.chat_template') ?? '';
  return {
    name: textOf(metadata, 'general.name'),
    architecture,
    trainedContextTokens: positive(numberOf(metadata, `${architecture}.context_length`)),
    cacheBytesPerToken: cacheBytesPerToken(metadata, architecture),
    vocabularySize: vocabularySize(metadata, architecture),
    isReasoning: /<think>|<\|channel\|>|enable_thinking/.test(template),
    hasTools: /\btools\b/.test(template),
  };
}

export const capabilitiesOf = (facts: Pick<ModelFacts, 'isReasoning'>): ModelCapabilities => ({
  // Images and tool calls need more than the text path of this provider.
  vision: false,
  tools: false,
  reasoning: facts.isReasoning,
});

function cacheBytesPerToken(metadata: GgufMetadata, architecture: string): number {
  const read = (key: string) => numberOf(metadata, `${architecture}.${key}`);
  const blocks = read('block_count') ?? 0;
  const heads = read('attention.head_count') ?? 1;
  const headLength = Math.ceil((read('embedding_length') ?? 0) / heads);
  const keyLength = read('attention.key_length') ?? headLength;
  const valueLength = read('attention.value_length') ?? headLength;
  // Hybrid models attend in every n-th block only; the others keep a state of fixed size.
  const attentionBlocks = Math.ceil(blocks / (read('full_attention_interval') ?? 1));
  const sharedBlocks = read('attention.shared_kv_layers') ?? 0;
  const cacheHeads = cacheHeadsOf(metadata, architecture, heads) * (attentionBlocks - sharedBlocks);
  return Math.max(0, cacheHeads * (keyLength + valueLength) * bytesPerCacheValue);
}

/** Heads per block; some models name a figure for each block, then their mean counts. */
function cacheHeadsOf(metadata: GgufMetadata, architecture: string, heads: number): number {
  const value = metadata.get(`${architecture}.attention.head_count_kv`);
  if (Array.isArray(value) && value.length > 0) {
    return value.reduce((sum: number, count: number) => sum + count, 0) / value.length;
  }
  return typeof value === 'number' ? value : heads;
}

function vocabularySize(metadata: GgufMetadata, architecture: string): number {
  const tokens = metadata.get('tokenizer.ggml.tokens');
  const listed = typeof tokens === 'object' ? tokens.length : 0;
  return numberOf(metadata, `${architecture}.vocab_size`) ?? listed;
}

function numberOf(metadata: GgufMetadata, key: string): number | null {
  const value = metadata.get(key);
  return typeof value === 'number' ? value : null;
}

function textOf(metadata: GgufMetadata, key: string): string | null {
  const value = metadata.get(key);
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
}

const positive = (value: number | null): number | null =>
  value !== null && value > 0 ? value : null;
