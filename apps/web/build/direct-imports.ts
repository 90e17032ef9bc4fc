import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { type Plugin, parseAst } from 'vite';

interface Specifier {
  readonly type: string;
  readonly imported?: { readonly name?: string };
  readonly local: { readonly name?: string };
  readonly exported?: { readonly name?: string };
}
interface Statement {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly source?: { readonly value?: unknown } | null;
  readonly specifiers?: readonly Specifier[];
}

const statementsOf = (code: string): readonly Statement[] =>
  (parseAst(code) as unknown as { readonly body: readonly Statement[] }).body;

/** For each name that the package's index exports: the file it comes from and its name there. */
function exportsOf(index: string): Map<string, { readonly file: string; readonly name: string }> {
  const found = new Map<string, { file: string; name: string }>();
  for (const { type, source, specifiers = [] } of statementsOf(readFileSync(index, 'utf8'))) {
    if (type !== 'ImportDeclaration' || typeof source?.value !== 'string') continue;
    if (!source.value.startsWith('.')) continue;
    const file = join(dirname(index), source.value);
    for (const { imported, local } of specifiers) {
      if (imported?.name !== undefined && local.name !== undefined) {
        found.set(local.name, { file, name: imported.name });
      }
    }
  }
  return found;
}

/**
 * Imports the parts of a package from their own files instead of through its index. The index is shared whole with
 * plugins, in a chunk that is loaded for those that ask for it; as long as the app went through it too, everything in
 * it would belong to the first chunk.
 */
export function directImports(packageName: string): Plugin {
  let parts: ReturnType<typeof exportsOf> | null = null;
  const partOf = (root: string, name: string) => {
    parts ??= exportsOf(
      createRequire(join(root, 'package.json'))
        .resolve(packageName)
        .replace(/\/cjs\/index\.cjs$/, '/esm/index.mjs'),
    );
    const part = parts.get(name);
    if (part === undefined) throw new Error(`${packageName} exports no ${name} of its own.`);
    return part;
  };
  const directOf = (root: string, { type, specifiers = [] }: Statement): string =>
    specifiers
      .map(({ imported, local, exported }) => {
        const isImport = type === 'ImportDeclaration';
        const wanted = (isImport ? imported?.name : local.name) ?? '';
        const { file, name } = partOf(root, wanted);
        const as = isImport ? local.name : exported?.name;
        return `${isImport ? 'import' : 'export'} { ${name} as ${as} } from ${JSON.stringify(file)};`;
      })
      .join('');
  let root = '';
  return {
    name: 'braindrive-direct-imports',
    apply: 'build',
    enforce: 'post',
    configResolved(config) {
      root = config.root;
    },
    transform(code, id) {
      const isOurs = !id.includes('/node_modules/') || id.includes('/node_modules/@mantine/');
      if (!isOurs || !code.includes(packageName)) return null;
      const wanted = statementsOf(code)
        .filter(
          ({ type, source, specifiers = [] }) =>
            source?.value === packageName &&
            (type === 'ImportDeclaration' || type === 'ExportNamedDeclaration') &&
            // A namespace is the whole package, and meant so.
            !specifiers.some((each) => each.type === 'ImportNamespaceSpecifier'),
        )
        .sort((a, b) => b.start - a.start);
      if (wanted.length === 0) return null;
      const changed = wanted.reduce(
        (text, statement) =>
          text.slice(0, statement.start) + directOf(root, statement) + text.slice(statement.end),
        code,
      );
      return { code: changed, map: null };
    },
  };
}
