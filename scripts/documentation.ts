import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** A fenced block of code in a page. */
export interface CodeBlock {
  readonly language: string;
  readonly text: string;
  readonly line: number;
}

/** A link from a page to a file of the project. */
export interface FileLink {
  readonly path: string;
  /** Heading in the file, as in `#container`; undefined when the link means the whole file. */
  readonly anchor: string | undefined;
}

/** Lists the pages of the documentation, relative to the root. */
export function documentationPages(root: string): readonly string[] {
  const inFolder = (folder: string, isRecursive: boolean) =>
    readdirSync(join(root, folder), { recursive: isRecursive, encoding: 'utf8' })
      .filter((name) => name.endsWith('.md'))
      .map((name) => join(folder, name));
  return [...inFolder('.', false), ...inFolder('docs', true)].sort();
}

/** Takes the fenced blocks out of a page. */
export function codeBlocks(markdown: string): readonly CodeBlock[] {
  const blocks: CodeBlock[] = [];
  let open: { language: string; lines: string[]; line: number } | undefined;
  for (const [index, line] of markdown.split('\n').entries()) {
    const fence = /^\s*```(\S*)\s*$/.exec(line);
    if (fence === null) {
      open?.lines.push(line);
    } else if (open === undefined) {
      open = { language: fence[1] ?? '', lines: [], line: index + 1 };
    } else {
      blocks.push({ language: open.language, text: open.lines.join('\n'), line: open.line });
      open = undefined;
    }
  }
  return blocks;
}

/** Finds the links of a page that stay inside the project. */
export function fileLinks(page: string, markdown: string): readonly FileLink[] {
  const text = markdown.replaceAll(/^```[\s\S]*?^```$/gm, '');
  return [...text.matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, target = '']) => {
    if (/^[a-z]+:/.test(target)) return [];
    const [path = '', anchor] = target.split('#');
    return [{ path: path === '' ? page : join(dirname(page), path), anchor }];
  });
}

/** The anchors of a page's headings, as the usual renderers make them. */
export function headingAnchors(markdown: string): readonly string[] {
  return [...markdown.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replaceAll(/\s/g, '-'),
  );
}

/** Reads a page of the documentation. */
export function readPage(root: string, page: string): string {
  return readFileSync(resolve(root, page), 'utf8');
}
