import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What the contract may name: published types only. */
const allowedImports = new Set(['@trpc/server', '@trpc/server/unstable-core-do-not-import']);

/** The context and the notes of a procedure are the server's own. */
const replacements = [
  ['import("./context.ts").Context', 'object'],
  ['import("./trpc.ts").Meta', 'object'],
  [
    'import("./chat-router.ts").TrackedData',
    'import("@trpc/server/unstable-core-do-not-import").TrackedData',
  ],
] as const;

const header = `// Generated from the procedures of BrainDrive; see README.md. Do not edit.
import type { inferRouterInputs, inferRouterOutputs } from '@trpc/server';
`;

const footer = `
/** Every procedure of BrainDrive. */
export type CoreRouter = typeof appRouter;
/** Inputs by path: \`CoreInputs['chat']['send']\`. */
export type CoreInputs = inferRouterInputs<CoreRouter>;
/** Outputs by path: \`CoreOutputs['chat']['send']\`. */
export type CoreOutputs = inferRouterOutputs<CoreRouter>;
`;

/** The shape of errors stands at every router; named once, the file is a third of the size. */
function nameErrorShape(declarations: string): string {
  const start = declarations.indexOf('errorShape: {');
  const end = matchingBrace(declarations, declarations.indexOf('{', start));
  const shape = declarations.slice(declarations.indexOf('{', start), end + 1);
  const flat = shape.replaceAll(/\s+/g, ' ');
  let result = '';
  let at = 0;
  for (;;) {
    const next = declarations.indexOf('errorShape: {', at);
    if (next === -1) return `${result}${declarations.slice(at)}\ninterface ErrorShape ${shape}\n`;
    const open = declarations.indexOf('{', next);
    const close = matchingBrace(declarations, open);
    const isSame = declarations.slice(open, close + 1).replaceAll(/\s+/g, ' ') === flat;
    result += declarations.slice(at, isSame ? open : close + 1) + (isSame ? 'ErrorShape' : '');
    at = close + 1;
  }
}

function matchingBrace(text: string, open: number): number {
  let depth = 0;
  for (let at = open; at < text.length; at++) {
    if (text[at] === '{') depth++;
    if (text[at] === '}') depth--;
    if (depth === 0) return at;
  }
  throw new Error('The declarations of the router end inside a type.');
}

/**
 * The types of the core router as they are published. Emits the declarations first, so they are those of the source.
 * @throws {Error} when a procedure names a type of the server: return plain data from it instead.
 */
export function renderContract(root: string): string {
  const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const built = spawnSync(process.execPath, [compiler, '-b', join(root, 'packages', 'api')], {
    encoding: 'utf8',
  });
  if (built.status !== 0) throw new Error(`packages/api does not compile:\n${built.stdout}`);
  const file = join(root, 'packages', 'api', '.types', 'app-router.d.ts');
  const source = readFileSync(file, 'utf8');
  const router = source.slice(
    source.indexOf('export declare const appRouter'),
    source.indexOf('export type AppRouter'),
  );
  const plain = replacements.reduce((text, [from, to]) => text.replaceAll(from, to), router);
  const foreign = [...plain.matchAll(/import\("([^"]+)"\)/g)].flatMap(([, name = '']) =>
    allowedImports.has(name) ? [] : [name],
  );
  if (foreign.length > 0) {
    throw new Error(`The contract may not name types of ${[...new Set(foreign)].join(', ')}.`);
  }
  const declarations = nameErrorShape(plain.replace('export declare const', 'declare const'));
  return `${header}\n${declarations}${footer}`;
}
