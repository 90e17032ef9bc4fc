import type { ModelPull } from '@braindrive/plugin-sdk';
import { describe, expect, it } from 'vitest';
import { progressLine, showStarterProgress } from './starter-progress.ts';

const pull = (extra: Partial<ModelPull>): ModelPull => ({
  id: 'starter',
  name: 'SmolLM2 135M',
  state: 'running',
  receivedBytes: 0,
  totalBytes: 98_000_000,
  bytesPerSecond: null,
  source: null,
  error: null,
  ...extra,
});

/** Shows one state after the other until all were read. */
async function shown(states: readonly (ModelPull | null)[], isTTY: boolean): Promise<string> {
  let text = '';
  let at = 0;
  const finished = Promise.withResolvers<void>();
  const end = showStarterProgress({
    read: async () => {
      const state = states[at] ?? null;
      at += 1;
      if (at >= states.length) setTimeout(finished.resolve, 5);
      return state;
    },
    output: {
      isTTY,
      write: (chunk: string | Uint8Array) => {
        text += String(chunk);
        return true;
      },
    },
    intervalMs: 1,
  });
  await finished.promise;
  end();
  return text;
}

describe('progress of the starter model in the terminal', () => {
  it('says what is fetched and how far it is', () => {
    expect(progressLine(pull({ receivedBytes: 61_000_000 }))).toBe(
      'Fetching SmolLM2 135M: 61 of 98 MB',
    );
  });

  it('prints a line per quarter where lines cannot move', async () => {
    const states = [0, 1, 2, 30, 31, 97].map((share) => pull({ receivedBytes: share * 980_000 }));
    const text = await shown([...states, pull({ state: 'done' })], false);
    expect(text.split('\n').filter((line) => line !== '')).toEqual([
      '  Fetching SmolLM2 135M: 0 of 98 MB',
      '  Fetching SmolLM2 135M: 29 of 98 MB',
      '  Fetching SmolLM2 135M: 95 of 98 MB',
      '  SmolLM2 135M is ready',
    ]);
  });

  it('says why it failed, and nothing at all when there is nothing to fetch', async () => {
    const error = { code: 'provider/unreachable', message: 'No source can be reached.' };
    expect(await shown([pull({}), pull({ state: 'failed', error })], false)).toContain(
      'No source can be reached.',
    );
    expect(await shown([null], false)).toBe('');
    expect(await shown([pull({ state: 'done' })], false)).toBe('');
  });

  it('moves one line in a terminal', async () => {
    expect(await shown([pull({}), pull({ state: 'done' })], true)).toMatch(
      /^\r.*0 of 98 MB\r.*is ready\n$/s,
    );
  });
});
