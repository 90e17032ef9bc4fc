import { memo, type ReactNode, useEffect, useMemo, useState } from 'react';
import { CopyButton } from '../copy-button.tsx';
import { type LanguageId, languageNamed } from './highlight-languages.ts';
import { type HighlightNode, roleOf } from './highlight-tree.ts';
import { highlighter } from './highlighter.ts';
import classes from './markdown.module.css';

interface CodeBlockProps {
  readonly code: string;
  readonly info: string | undefined;
  /** Complete: it may be coloured now. */
  readonly isDone: boolean;
}

/** Lines per piece of plain code: a growing block lays out only its last piece anew. */
const linesPerPiece = 64;

function renderNodes(nodes: readonly (HighlightNode | string)[]): ReactNode[] {
  return nodes.map((node, index) => {
    if (typeof node === 'string') return node;
    const role = roleOf(node.scope);
    return (
      // biome-ignore lint/suspicious/noArrayIndexKey: the tree of a finished block never changes
      <span key={index} {...(role === null ? {} : { 'data-role': role })}>
        {renderNodes(node.children)}
      </span>
    );
  });
}

function cutIntoPieces(code: string): string[] {
  const lines = code.split('\n');
  const pieces: string[] = [];
  for (let start = 0; start < lines.length; start += linesPerPiece) {
    pieces.push(lines.slice(start, start + linesPerPiece).join('\n'));
  }
  return pieces;
}

const CodePiece = memo(function CodePiece({ text }: { readonly text: string }) {
  return <span className={classes.codePiece}>{text === '' ? '\n' : text}</span>;
});

function PlainCode({ code }: { readonly code: string }) {
  const pieces = cutIntoPieces(code);
  if (pieces.length === 1) return code;
  return pieces.map((piece, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: pieces are cut at fixed lines of a text that only grows
    <CodePiece key={index} text={piece} />
  ));
}

/** True once the grammar is there; asks for it only when the block is done. */
function useGrammar(id: LanguageId | null, isDone: boolean): boolean {
  const [, setLoaded] = useState(0);
  useEffect(() => {
    if (id === null || !isDone || highlighter.isReady(id)) return;
    let isCurrent = true;
    void highlighter.load(id).then((isLoaded) => {
      if (isCurrent && isLoaded) setLoaded((count) => count + 1);
    });
    return () => {
      isCurrent = false;
    };
  }, [id, isDone]);
  return id !== null && isDone && highlighter.isReady(id);
}

/** Code with its language and a copy button: plain while it grows, coloured when it is complete. */
export function CodeBlock({ code, info, isDone }: CodeBlockProps) {
  const language = languageNamed(info);
  const isReady = useGrammar(language.id, isDone);
  const tree = useMemo(
    () => (isReady && language.id !== null ? highlighter.highlight(code, language.id) : null),
    [isReady, language.id, code],
  );
  return (
    <figure className={classes.code}>
      <figcaption className={classes.codeHead}>
        <span>{language.label}</span>
        <CopyButton text={code} label="Copy code" tip="end" />
      </figcaption>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <pre tabIndex={0}>
        <code>{tree === null ? <PlainCode code={code} /> : renderNodes(tree.children)}</code>
      </pre>
    </figure>
  );
}
