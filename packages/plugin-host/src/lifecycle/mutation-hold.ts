import { setTimeout as delay } from 'node:timers/promises';
import type { MutationGate } from '../calls/mutation-gate.ts';
import type { Installation } from '../installations/installation.ts';

/** A mutation that takes longer than this does not keep an upgrade; its writes are refused while data is moved. */
const longestQuietMs = 5_000;

/** Holds new mutations and waits for those that run. @returns what lets them go. */
export async function holdMutations(
  gate: MutationGate,
  { ownerId, slug }: Pick<Installation, 'ownerId' | 'slug'>,
): Promise<() => void> {
  const hold = gate.hold(ownerId, slug);
  const waiting = new AbortController();
  await Promise.race([
    hold.quiet,
    delay(longestQuietMs, undefined, { signal: waiting.signal }).catch(() => {}),
  ]);
  waiting.abort();
  return () => hold.release();
}
