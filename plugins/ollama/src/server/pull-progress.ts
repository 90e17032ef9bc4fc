import type { ModelPull } from '@braindrive/plugin-sdk';
import { z } from 'zod';

/** One line of `POST /api/pull`. */
export const pullLineSchema = z.object({
  status: z.string().catch(''),
  digest: z.string().nullish().catch(null),
  total: z.int().nonnegative().nullish().catch(null),
  completed: z.int().nonnegative().nullish().catch(null),
  error: z.unknown().optional(),
});
export type PullLine = z.infer<typeof pullLineSchema>;

/** Speed is measured over this time, so that it neither jumps nor lags. */
const speedWindowMs = 3_000;

/** Adds up the layers of a pull. Pure but for what it has seen. */
export class PullProgress {
  readonly #layers = new Map<string, { total: number; completed: number }>();
  readonly #samples: { at: number; bytes: number }[] = [];
  #state: ModelPull['state'] = 'running';

  /** @param now - Milliseconds. */
  push(line: PullLine, now: number): void {
    if (line.status === 'success') this.#state = 'done';
    else if (/^(verifying|writing|removing)/.test(line.status)) this.#state = 'verifying';
    else this.#state = 'running';
    if (typeof line.digest !== 'string' || typeof line.total !== 'number') return;
    this.#layers.set(line.digest, {
      total: line.total,
      completed: Math.min(line.completed ?? 0, line.total),
    });
    this.#samples.push({ at: now, bytes: this.#sum('completed') });
    while (this.#samples.length > 2 && now - (this.#samples[0]?.at ?? now) > speedWindowMs)
      this.#samples.shift();
  }

  /** Without sizes until the server names some: a continued fetch keeps the ones it had. */
  snapshot(): Pick<ModelPull, 'state' | 'bytesPerSecond'> & Partial<ModelPull> {
    return {
      state: this.#state,
      ...(this.#layers.size === 0
        ? {}
        : { receivedBytes: this.#sum('completed'), totalBytes: this.#sum('total') }),
      bytesPerSecond: this.#state === 'running' ? this.#speed() : null,
    };
  }

  #sum(field: 'total' | 'completed'): number {
    let sum = 0;
    for (const layer of this.#layers.values()) sum += layer[field];
    return sum;
  }

  #speed(): number | null {
    const first = this.#samples[0];
    const last = this.#samples.at(-1);
    if (first === undefined || last === undefined || last.at - first.at < 500) return null;
    return Math.max(0, ((last.bytes - first.bytes) * 1000) / (last.at - first.at));
  }
}
