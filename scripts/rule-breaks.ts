import { createHash } from 'node:crypto';

/** A mistake to plant, and the tool that has to notice it. */
export interface RuleBreak {
  readonly rule: string;
  /** Files to write, by path; `append` adds to a file that exists. */
  readonly files: readonly {
    readonly path: string;
    readonly text: string;
    readonly append?: true;
  }[];
  /** Texts to replace in files that exist. */
  readonly edits?: readonly { readonly path: string; readonly from: string; readonly to: string }[];
  /** A program under node_modules or a script of this project, and its arguments. */
  readonly command: readonly [program: string, ...args: string[]];
  /** Folder to run it in, the root unless told. */
  readonly folder?: string;
  /** What the tool has to say; undefined when it has to find nothing. */
  readonly expected: RegExp | undefined;
}

const biome = '@biomejs/biome/bin/biome';

function lintBreak(rule: string, path: string, text: string): RuleBreak {
  return {
    rule: `Biome ${rule}`,
    files: [{ path, text: `${text}\n` }],
    command: [biome, 'lint', '--error-on-warnings', path],
    expected: new RegExp(`lint/\\w+/${rule}`),
  };
}

function lintAllowed(what: string, path: string, text: string): RuleBreak {
  return { ...lintBreak(`allows ${what}`, path, text), expected: undefined };
}

const lintBreaks: readonly RuleBreak[] = [
  lintBreak(
    'noUndeclaredDependencies',
    'packages/contracts/src/planted.ts',
    `import express from 'express';\nexport const planted = express;`,
  ),
  {
    ...lintBreak(
      'noUndeclaredDependencies',
      'packages/core/src/planted.ts',
      `import * as kit from '@braindrive/test-kit';\nexport const planted = kit;`,
    ),
    rule: 'Biome noUndeclaredDependencies (development package in product code)',
  },
  {
    ...lintBreak(
      'noImportCycles',
      'packages/contracts/src/planted.ts',
      `import { other } from './planted-other.ts';\nexport const planted = () => other;`,
    ),
    files: [
      {
        path: 'packages/contracts/src/planted.ts',
        text: `import { other } from './planted-other.ts';\nexport const planted = () => other;\n`,
      },
      {
        path: 'packages/contracts/src/planted-other.ts',
        text: `import { planted } from './planted.ts';\nexport const other = () => planted;\n`,
      },
    ],
  },
  lintBreak('noConsole', 'packages/core/src/planted.ts', `console.log('planted');`),
  lintBreak(
    'noProcessEnv',
    'packages/core/src/planted.ts',
    'export const planted = process.env.HOME;',
  ),
  lintBreak(
    'useFilenamingConvention',
    'packages/core/src/PlantedFile.ts',
    'export const planted = 1;',
  ),
  lintBreak('noDefaultExport', 'packages/core/src/planted.ts', 'export default 1;'),
  lintBreak('noExplicitAny', 'packages/core/src/planted.ts', 'export const planted: any = 1;'),
  lintBreak('noEnum', 'packages/core/src/planted.ts', 'export enum Planted {\n  One,\n}'),
  lintBreak(
    'noParameterProperties',
    'packages/core/src/planted.ts',
    'export class Planted {\n  constructor(readonly one: number) {}\n}',
  ),
  lintBreak(
    'noFloatingPromises',
    'packages/core/src/planted.ts',
    'async function later() {}\nexport function planted() {\n  later();\n}',
  ),
  lintBreak(
    'noMisusedPromises',
    'packages/core/src/planted.ts',
    'const later = async () => true;\nexport const planted = later() ? 1 : 2;',
  ),
  lintBreak(
    'useExhaustiveSwitchCases',
    'packages/core/src/planted.ts',
    `export function planted(kind: 'a' | 'b') {\n  switch (kind) {\n    case 'a':\n      return 1;\n  }\n  return 2;\n}`,
  ),
  lintBreak(
    'noExcessiveCognitiveComplexity',
    'packages/core/src/planted.ts',
    `export function planted(n: number) {\n${'  if (n > 0) { if (n > 1) { if (n > 2) { return n; } } }\n'.repeat(3)}  return 0;\n}`,
  ),
  lintBreak(
    'useImportExtensions',
    'packages/contracts/src/planted.ts',
    `export { idSchema } from './id';`,
  ),
  {
    ...lintBreak('noPrivateImports', 'packages/core/src/users/planted.ts', ''),
    files: [
      {
        path: 'packages/core/src/chat/planted-private.ts',
        text: '/** @package */\nexport const planted = 1;\n',
      },
      {
        path: 'packages/core/src/users/planted.ts',
        text: `import { planted } from '../chat/planted-private.ts';\nexport const use = planted;\n`,
      },
    ],
  },
];

const importBreaks: readonly RuleBreak[] = [
  lintBreak(
    'noRestrictedImports',
    'packages/core/src/chat/planted.ts',
    `import { isAtLeast } from '../users/policy.ts';\nexport const planted = isAtLeast;`,
  ),
  lintAllowed(
    "another noun's index.ts",
    'packages/core/src/chat/planted.ts',
    `import type { Actor } from '../users/index.ts';\nexport type Planted = Actor;`,
  ),
  lintBreak(
    'noRestrictedImports',
    'apps/web/src/features/models/planted.ts',
    `import { planted } from '../planted/deep.ts';\nexport const use = planted;`,
  ),
  lintBreak(
    'noRestrictedImports',
    'apps/web/src/features/models/parts/planted.ts',
    `import { planted } from '../../planted/deep.ts';\nexport const use = planted;`,
  ),
  lintAllowed(
    'what lies above the features',
    'apps/web/src/features/models/planted.ts',
    `import type { TrpcUtils } from '../../trpc.ts';\nexport type Planted = TrpcUtils;`,
  ),
  ...['api', 'core', 'database'].map((name) => ({
    ...lintBreak(
      'noRestrictedImports',
      'apps/web/src/planted.ts',
      `import * as all from '@braindrive/${name}';\nexport const planted = all;`,
    ),
    rule: `Biome noRestrictedImports (@braindrive/${name} in the web client)`,
  })),
  {
    ...lintBreak(
      'noRestrictedImports',
      'packages/api/src/planted.ts',
      `import * as all from '@braindrive/database';\nexport const planted = all;`,
    ),
    rule: 'Biome noRestrictedImports (@braindrive/database in the API)',
  },
];

const boundaries = ['turbo/bin/turbo', 'boundaries'] as const;

const boundaryBreaks: readonly RuleBreak[] = [
  {
    rule: 'Turbo boundaries: a plugin depends on core',
    files: [],
    edits: [
      {
        path: 'plugins/ollama/package.json',
        from: '"@braindrive/plugin-sdk": "*"',
        to: '"@braindrive/core": "*", "@braindrive/plugin-sdk": "*"',
      },
    ],
    command: boundaries,
    expected: /@braindrive\/core[\s\S]*@braindrive\/plugin-ollama/,
  },
  {
    rule: 'Turbo boundaries: the SDK depends on contracts',
    files: [],
    edits: [
      {
        path: 'plugin-sdk/package.json',
        from: '"@braindrive/contract": "*"',
        to: '"@braindrive/contract": "*", "@braindrive/contracts": "*"',
      },
    ],
    command: boundaries,
    expected: /@braindrive\/contracts[\s\S]*@braindrive\/plugin-sdk/,
  },
  ...['web', 'host'].map(
    (app): RuleBreak => ({
      rule: `Turbo boundaries: the ${app} depends on a plugin`,
      files: [],
      edits: [
        {
          path: `apps/${app}/package.json`,
          from: '"@braindrive/plugin-sdk": "*"',
          to: '"@braindrive/plugin-ollama": "*", "@braindrive/plugin-sdk": "*"',
        },
      ],
      command: boundaries,
      expected: /@braindrive\/plugin-ollama/,
    }),
  ),
  {
    rule: 'Turbo boundaries: an import that no package.json declares',
    files: [
      {
        path: 'plugins/ollama/src/planted.ts',
        text: `import express from 'express';\nexport const planted = express;\n`,
      },
    ],
    command: boundaries,
    expected: /cannot import package `express`/,
  },
  {
    rule: 'Turbo boundaries: an import that leaves its package',
    files: [
      {
        path: 'plugins/ollama/src/planted.ts',
        text: `import * as core from '../../../packages/core/src/index.ts';\nexport const planted = core;\n`,
      },
    ],
    command: boundaries,
    expected: /leaves the package/,
  },
];

/** Digests, which no compression makes much smaller. */
function incompressibleText(lines: number): string {
  const digest = (index: number) => createHash('sha256').update(`${index}`).digest('base64');
  return Array.from({ length: lines }, (_, index) => `// ${digest(index)}`).join('\n');
}

const otherBreaks: readonly RuleBreak[] = [
  {
    rule: 'No bundled plugin is known by its name',
    files: [
      {
        path: 'packages/core/src/planted.ts',
        text: `export const isOllama = (slug: string) => slug === 'ollama';\n`,
      },
    ],
    command: ['vitest/vitest.mjs', 'run', '--project', 'node', 'scripts/plugin-knowledge.test.ts'],
    expected: /packages\/core\/src\/planted\.ts/,
  },
  {
    rule: 'Types: a value of the wrong type',
    files: [
      {
        path: 'packages/contracts/src/planted.ts',
        text: `export const planted: number = 'one';\n`,
      },
    ],
    command: ['typescript/bin/tsc', '-b', 'packages/contracts'],
    expected: /planted\.ts.*TS2322/,
  },
  {
    rule: 'Build: the web client takes a value from the API',
    files: [
      {
        path: 'apps/web/src/main.tsx',
        text: `\nimport * as planted from '@braindrive/api/types';\nObject.assign(window, planted);\n`,
        append: true,
      },
    ],
    command: ['vite/bin/vite.js', 'build'],
    folder: 'apps/web',
    expected: /"?\.\/types"? is not exported|resolve[\s\S]*@braindrive\/api\/types/,
  },
  {
    rule: 'knip: a file that nothing uses',
    files: [{ path: 'packages/core/src/planted.ts', text: 'export const planted = 1;\n' }],
    command: ['knip/bin/knip.js', '--no-progress'],
    expected: /Unused files[\s\S]*packages\/core\/src\/planted\.ts/,
  },
  {
    rule: 'knip: an export that nothing uses',
    files: [
      {
        path: 'scripts/environment-reference.ts',
        text: '\nexport const plantedExport = 1;\n',
        append: true,
      },
    ],
    command: ['knip/bin/knip.js', '--no-progress'],
    expected: /plantedExport/,
  },
  {
    rule: 'sherif: two versions of one dependency',
    files: [],
    edits: [
      { path: 'packages/contracts/package.json', from: '"zod": "4.6.7"', to: '"zod": "4.0.0"' },
    ],
    command: ['sherif/index.js'],
    expected: /multiple-dependency-versions/,
  },
  {
    rule: 'size-limit: a script that is too big',
    files: [
      {
        path: 'apps/web/dist/assets/index-planted.js',
        text: incompressibleText(20_000),
      },
      { path: 'apps/web/dist/assets/planted.css', text: '' },
    ],
    command: ['size-limit/bin.js'],
    expected: /exceeded/,
  },
  {
    rule: 'Generated files: .env.example is not what the schema says',
    files: [{ path: '.env.example', text: '# PLANTED=1\n', append: true }],
    command: ['scripts/generate-reference.ts', '--check'],
    expected: /\.env\.example is not current/,
  },
];

/** Every mistake that a rule of this project has to notice. */
export const ruleBreaks: readonly RuleBreak[] = [
  ...lintBreaks,
  ...importBreaks,
  ...boundaryBreaks,
  ...otherBreaks,
];
