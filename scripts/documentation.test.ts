import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { environmentSchema, readCommandLine } from '../apps/host/src/environment.ts';
import { lifecyclePrefix, listProcedures } from '../packages/api/src/index.ts';
import {
  codeBlocks,
  documentationPages,
  fileLinks,
  headingAnchors,
  readPage,
} from './documentation.ts';
import { type KnownNames, problemOfCommand } from './shell-examples.ts';
import { selectRings } from './test-rings.ts';

const root = resolve(import.meta.dirname, '..');
const pages = documentationPages(root);
const languages = ['json', 'sh', 'text', 'ts', 'tsx', 'yaml'];

const restRoutes = listProcedures().flatMap(({ rest }) => (rest === undefined ? [] : [rest]));

function isServed(method: string, path: string): boolean {
  if (['/health/live', '/health/ready'].includes(path)) return method === 'GET';
  if (['/api/v1/openapi.json', '/api/v1/docs'].includes(path)) return method === 'GET';
  return restRoutes.some((route) => {
    // The universal lifecycle API has an address of its own.
    const address = route.path.startsWith(`${lifecyclePrefix}/`)
      ? `/api/plugins${route.path.slice(lifecyclePrefix.length)}`
      : `/api/v1${route.path}`;
    const pattern = `^${address.replaceAll(/\{\w+\}/g, '[^/]+')}$`;
    return route.method === method && new RegExp(pattern).test(path);
  });
}

const packageJson = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  readonly scripts: Readonly<Record<string, string>>;
};

const known: KnownNames = {
  npmScripts: Object.keys(packageJson.scripts),
  settings: Object.keys(environmentSchema.shape),
  isFile: (path) => existsSync(join(root, path)),
  isServed,
  checkHostFlags: (flags) => void readCommandLine(flags),
  checkTestRings: (names) => void selectRings(names),
};

describe.each(pages)('%s', (page) => {
  const text = readPage(root, page);
  const blocks = codeBlocks(text);

  it('shows code only in languages that are checked', () => {
    const others = blocks.filter((block) => !languages.includes(block.language));
    expect(others).toEqual([]);
  });

  it('names only commands, flags, settings and addresses that exist', () => {
    const problems = blocks
      .filter((block) => block.language === 'sh')
      .flatMap((block) => block.text.split('\n').filter((line) => line.trim() !== ''))
      .map((line) => ({ line, problem: problemOfCommand(line, known) }))
      .filter(({ problem }) => problem !== undefined);
    expect(problems).toEqual([]);
  });

  it('shows JSON that can be read', () => {
    for (const block of blocks.filter(({ language }) => language === 'json')) {
      expect(() => JSON.parse(block.text)).not.toThrow();
    }
  });

  it('shows YAML that can be read', () => {
    for (const block of blocks.filter(({ language }) => language === 'yaml')) {
      expect(() => parse(block.text)).not.toThrow();
    }
  });

  it('links to files and headings that exist', () => {
    const broken = fileLinks(page, text).filter(({ path, anchor }) => {
      if (!existsSync(join(root, path))) return true;
      if (anchor === undefined || !path.endsWith('.md')) return false;
      return !headingAnchors(readPage(root, path)).includes(anchor);
    });
    expect(broken).toEqual([]);
  });
});

/**
 * Files of a page's examples. A first line such as `// notes/src/server/index.ts` names the file, so that examples of one
 * page can import each other; others stand alone.
 */
const typeScriptFiles = (page: string) =>
  codeBlocks(readPage(root, page)).flatMap(({ language, text, line }) => {
    if (language !== 'ts' && language !== 'tsx') return [];
    const named = /^\/\/ ([\w./-]+\.tsx?)$/m.exec(text.split('\n', 1)[0] ?? '')?.[1];
    const folder = page.replaceAll(/[^a-z]+/gi, '-');
    return [{ path: join(folder, named ?? `line-${line}.${language}`), text }];
  });

describe('TypeScript examples', () => {
  it('have types that fit', () => {
    mkdirSync(join(root, 'test-results'), { recursive: true });
    const folder = mkdtempSync(join(root, 'test-results', 'examples-'));
    try {
      for (const { path, text } of pages.flatMap(typeScriptFiles)) {
        mkdirSync(join(folder, dirname(path)), { recursive: true });
        writeFileSync(join(folder, path), `${text}\nexport {};\n`);
      }
      const compilerOptions = {
        ...{ noEmit: true, composite: false, incremental: false },
        ...{
          jsx: 'react-jsx',
          lib: ['es2024', 'dom', 'dom.iterable'],
          types: ['node', 'vite/client'],
        },
      };
      writeFileSync(
        join(folder, 'tsconfig.json'),
        JSON.stringify({
          extends: '../../tsconfig.base.json',
          compilerOptions,
          include: ['**/*.ts', '**/*.tsx'],
        }),
      );
      const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
      const { stdout } = spawnSync(process.execPath, [compiler, '-p', folder], {
        encoding: 'utf8',
      });
      expect(stdout).toBe('');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
