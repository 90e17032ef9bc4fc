import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A place in the host that knows a plugin by its name. */
export interface PluginKnowledge {
  readonly file: string;
  readonly line: number;
  readonly text: string;
}

/** Product code of the host. Servers that imitate others, and the kit for tests, are no part of it. */
const sources = [
  '{apps,packages}/*/package.json',
  '{apps,packages}/*/src/**/*.{ts,tsx,mjs,css}',
  'packages/contract/*.d.ts',
];
const notProduct =
  /^packages\/(?:model-servers|test-kit)\/|\.test\.tsx?$|\/(?:testing|fixtures|node_modules)\//;

/**
 * Finds where packages and apps know one of these plugins: by its package, its folder, its address or its slug as a
 * text. Any of them may be deleted, so nothing may.
 * @param root - Of the repository.
 */
export function findPluginKnowledge(root: string, slugs: readonly string[]): PluginKnowledge[] {
  const nouns = new Set(globSync('packages/core/src/*', { cwd: root }).map((path) => nameOf(path)));
  const patterns = slugs.map((slug) => knowledgeOf(slug, nouns.has(slug)));
  return globSync(sources, { cwd: root })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => !notProduct.test(file))
    .sort()
    .flatMap((file) => knowledgeIn(file, readFileSync(join(root, file), 'utf8'), patterns));
}

function knowledgeIn(file: string, text: string, patterns: readonly RegExp[]): PluginKnowledge[] {
  return text.split('\n').flatMap((line, index) => {
    const isKnown = patterns.some((pattern) => pattern.test(line));
    return isKnown ? [{ file, line: index + 1, text: line.trim() }] : [];
  });
}

/**
 * @param isNoun - True where core has a noun of that name, as `chat`: the word alone says nothing then, but as somebody's
 * slug or as an address it does.
 */
export function knowledgeOf(slug: string, isNoun: boolean): RegExp {
  const asText = isNoun ? `slug\\W{1,6}['"\`]${slug}['"\`]` : `['"\`]/?${slug}['"\`/?#]`;
  const address = `(?:to|href|navigate|redirect)\\W{1,4}['"\`]/${slug}['"\`/?#]`;
  return new RegExp(`plugins?/${slug}(?![\\w-])|plugin-${slug}(?![\\w-])|${asText}|${address}`);
}

const nameOf = (path: string): string => path.split(/[\\/]/).at(-1) ?? '';
