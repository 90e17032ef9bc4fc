/** Spread of a series, in the unit of its values. */
export interface Spread {
  readonly n: number;
  readonly min: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
}

/** To three significant decimals, so that tables can be read. */
export const round = (value: number): number => Math.round(value * 1_000) / 1_000;

/** Nearest-rank percentile. NaN for an empty series. */
function percentile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.max(0, Math.ceil(sorted.length * part) - 1)] ?? Number.NaN;
}

export const median = (values: readonly number[]): number => percentile(values, 0.5);

export function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((left, right) => left - right);
  const at = (part: number): number =>
    round(sorted[Math.max(0, Math.ceil(sorted.length * part) - 1)] ?? Number.NaN);
  return { n: sorted.length, min: at(0), p50: at(0.5), p95: at(0.95), p99: at(0.99), max: at(1) };
}

/** Microseconds of a clock that all processes of this machine share. */
export const nowUs = (): number => Number(process.hrtime.bigint() / 1_000n);
