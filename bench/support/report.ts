import { round } from './statistics.ts';

export type Cell = string | number | boolean | null;
export type Row = Readonly<Record<string, Cell>>;

export interface Report {
  readonly bench: string;
  /** What the numbers of the rows are in, where their name does not say it. */
  readonly unit: string;
  readonly rows: readonly Row[];
  /** What a reader has to know to repeat it. */
  readonly facts?: Row;
}

/** Prints a measurement: one line of JSON for programs, one table for people. */
export function report({ bench, unit, rows, facts = {} }: Report): void {
  const rounded = rows.map((row) =>
    Object.fromEntries(
      Object.entries(row).map(([name, cell]) => [
        name,
        typeof cell === 'number' ? round(cell) : cell,
      ]),
    ),
  );
  console.log(JSON.stringify({ bench, unit, ...facts, rows: rounded }));
  console.table(rounded);
}

/** Says what goes on; not part of the result. */
export const say = (text: string): void => console.error(`  ${text}`);
