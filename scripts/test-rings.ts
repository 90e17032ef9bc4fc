/** One step of `npm test`. */
export interface Ring {
  readonly name: string;
  /** What the heading says it makes sure of. */
  readonly title: string;
  /** `vitest` rings count their tests; a `check` ring counts as one. */
  readonly kind: 'check' | 'vitest';
  /** A program under node_modules, or a script of this project, and its arguments. */
  readonly command: readonly [program: string, ...args: string[]];
  /** Part of `npm run check` as well, which has to stay quick. */
  readonly isQuick: boolean;
}

/** A ring that hangs must not hang the build. */
export const ringTimeoutMs = 20 * 60_000;

/** All rings, cheapest first: what fails soonest is told soonest. */
const rings: readonly Ring[] = [
  {
    name: 'lint',
    title: 'code follows the house rules',
    kind: 'check',
    command: ['@biomejs/biome/bin/biome', 'ci', '--error-on-warnings', '.'],
    isQuick: true,
  },
  {
    name: 'boundaries',
    title: 'packages import only what they may',
    kind: 'check',
    command: ['turbo/bin/turbo', 'boundaries'],
    isQuick: true,
  },
  {
    name: 'types',
    title: 'types fit',
    kind: 'check',
    command: ['scripts/check-types.ts'],
    isQuick: true,
  },
  {
    name: 'versions',
    title: 'one version of each dependency',
    kind: 'check',
    command: ['sherif/index.js'],
    isQuick: true,
  },
  {
    name: 'dead-code',
    title: 'nothing is unused',
    kind: 'check',
    command: ['knip/bin/knip.js', '--treat-config-hints-as-errors', '--no-progress'],
    isQuick: true,
  },
  {
    name: 'generated',
    title: 'generated files are current',
    kind: 'check',
    command: ['scripts/generate-reference.ts', '--check'],
    isQuick: true,
  },
  {
    name: 'unit',
    title: 'unit and integration tests',
    kind: 'vitest',
    command: [
      'vitest/vitest.mjs',
      'run',
      '--project',
      'node',
      '--project',
      'ui',
      '--project',
      'web',
    ],
    isQuick: true,
  },
  {
    name: 'build',
    title: 'the web client builds',
    kind: 'check',
    command: ['scripts/bootstrap.mjs', 'build'],
    isQuick: false,
  },
  {
    name: 'size',
    title: 'the web client stays small',
    kind: 'check',
    command: ['size-limit/bin.js'],
    isQuick: false,
  },
  {
    name: 'end-to-end',
    title: 'the product works in a browser',
    kind: 'vitest',
    command: ['vitest/vitest.mjs', 'run', '--project', 'e2e'],
    isQuick: false,
  },
];

/**
 * Chooses the rings of a run.
 * @param args - Nothing for all, `--quick` for the quick ones, or names: `lint types`.
 * @throws {Error} When a name is not a ring's, with the names there are.
 */
export function selectRings(args: readonly string[]): readonly Ring[] {
  const isQuickRun = args.includes('--quick');
  const names = args.filter((arg) => arg !== '--quick');
  const unknown = names.filter((name) => !rings.some((ring) => ring.name === name));
  if (unknown.length > 0) {
    const known = rings.map((ring) => ring.name).join(', ');
    throw new Error(`There is no test ring named ${unknown.join(', ')}. There are: ${known}.`);
  }
  return rings.filter(
    (ring) => (!isQuickRun || ring.isQuick) && (names.length === 0 || names.includes(ring.name)),
  );
}
