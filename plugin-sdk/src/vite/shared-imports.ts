import { parseAst } from 'vite';
import { isSharedLibrary } from './shared-libraries.ts';

/** A stretch of a chunk and what stands there instead. */
interface Replacement {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

interface Specifier {
  readonly type: string;
  readonly imported?: { readonly name?: string; readonly value?: string };
  readonly local: { readonly name: string };
}

interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly source?: { readonly type: string; readonly value?: unknown } | null;
  readonly specifiers?: readonly Specifier[];
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';

function* nodesOf(root: Node): Generator<Node> {
  yield root;
  for (const value of Object.values(root)) {
    for (const child of Array.isArray(value) ? value : [value]) {
      if (isNode(child)) yield* nodesOf(child);
    }
  }
}

const sharedSourceOf = ({ source }: Node): string | null =>
  typeof source?.value === 'string' && isSharedLibrary(source.value) ? source.value : null;

function declarationOf(specifiers: readonly Specifier[], library: string, take: string): string {
  const module = `${take}(${JSON.stringify(library)})`;
  const lines: string[] = [];
  const named: string[] = [];
  for (const { type, imported, local } of specifiers) {
    const name = imported?.name ?? imported?.value;
    if (type === 'ImportNamespaceSpecifier') lines.push(`const ${local.name}=${module};`);
    else if (type === 'ImportDefaultSpecifier' || name === 'default') {
      // A CommonJS library has its exports as its default, and so has its namespace here.
      lines.push(`const ${local.name}=${module}.default??${module};`);
    } else named.push(`${JSON.stringify(name)}:${local.name}`);
  }
  if (named.length > 0) lines.push(`const{${named.join(',')}}=${module};`);
  return lines.join('');
}

function replacementOf(node: Node, take: string): Replacement | null {
  const library = sharedSourceOf(node);
  if (library === null) return null;
  const { start, end, specifiers = [] } = node;
  if (node.type === 'ImportDeclaration') {
    return { start, end, text: declarationOf(specifiers, library, take) };
  }
  if (node.type === 'ImportExpression') {
    return { start, end, text: `Promise.resolve(${take}(${JSON.stringify(library)}))` };
  }
  throw new Error(`Import from "${library}" and export the names yourself: it is not bundled.`);
}

/** A chunk that takes its shared libraries from the container, and the ones it takes. */
export interface SharedImports {
  readonly code: string;
  readonly libraries: readonly string[];
}

/**
 * Replaces each import of a shared library in a finished chunk by a call of `take`, which the container answers after
 * the host has given it the libraries. Null when the chunk imports none.
 */
export function takeSharedImports(code: string, take: string): SharedImports | null {
  const libraries = new Set<string>();
  const replacements: Replacement[] = [];
  for (const node of nodesOf(parseAst(code) as unknown as Node)) {
    const replacement = replacementOf(node, take);
    if (replacement === null) continue;
    replacements.push(replacement);
    libraries.add(String(node.source?.value));
  }
  if (libraries.size === 0) return null;
  replacements.sort((a, b) => b.start - a.start);
  const changed = replacements.reduce(
    (text, { start, end, text: inserted }) => text.slice(0, start) + inserted + text.slice(end),
    code,
  );
  return { code: changed, libraries: [...libraries].sort() };
}
