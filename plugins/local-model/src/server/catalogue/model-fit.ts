import type { CatalogueModel, MachineFacts } from '@braindrive/plugin-sdk';
import type { CatalogueEntry } from './catalogue-data.ts';

type Fit = CatalogueModel['fit'];

/** The system, the host and a browser want memory too. */
const comfortableShare = 0.7;
const largestShare = 0.92;

/** How well a model that needs `needBytes` runs on a machine. */
export function fitOf(needBytes: number, machine: MachineFacts): Fit {
  if (needBytes > machine.memoryBytes * largestShare) {
    return 'too-large';
  }
  const isComfortable =
    needBytes <= machine.memoryBytes * comfortableShare && needBytes <= machine.freeMemoryBytes;
  return isComfortable ? 'fits' : 'tight';
}

/** Best first, for someone who wants one model for everything. Others on offer are for special wishes. */
const recommendationOrder: readonly string[] = [
  'gpt-oss-20b-mxfp4',
  'qwen3.5-9b-q4-k-m',
  'qwen3.5-4b-q4-k-m',
  'gemma-3-4b-it-q4-k-m',
  'llama-3.2-3b-instruct-q4-k-m',
  'gemma-3-1b-it-q4-k-m',
  'llama-3.2-1b-instruct-q4-k-m',
  'smollm2-360m-instruct-q8-0',
];

/**
 * Parameters per token that a number of cores works through at reading speed, about five tokens a second: each core
 * manages some 20 GB/s of 4-bit weights less the shared memory bus. Beyond that an answer is a test of patience.
 */
function comfortableParameters(cores: number): number {
  if (cores <= 2) {
    return 2e9;
  }
  return cores <= 4 ? 4.5e9 : cores * 1.2e9;
}

/**
 * The one model to recommend: the best that fits well, is quick enough and has room on the disk.
 * @returns Null when none does.
 */
export function recommendedId(
  candidates: readonly { readonly entry: CatalogueEntry; readonly fit: Fit }[],
  machine: MachineFacts,
): string | null {
  const possible = candidates.filter(
    ({ entry, fit }) =>
      fit === 'fits' &&
      entry.activeParameterCount <= comfortableParameters(machine.cores) &&
      entry.sizeBytes * 1.1 <= machine.freeDiskBytes,
  );
  const ids = new Set(possible.map(({ entry }) => entry.id));
  return recommendationOrder.find((id) => ids.has(id)) ?? null;
}
