import { memo, useRef } from 'react';
import { BlockBoundary } from './block-boundary.tsx';
import { BlockView } from './block-view.tsx';
import classes from './markdown.module.css';
import { emptySplit, type MarkdownBlock, type SplitText, splitBlocks } from './split-blocks.ts';

interface BlocksProps {
  readonly blocks: readonly MarkdownBlock[];
  readonly isDone: boolean;
}

function Blocks({ blocks, isDone }: BlocksProps) {
  return blocks.map(({ offset, token }, index) => (
    <BlockBoundary key={offset} source={token.raw}>
      <BlockView token={token} isDone={isDone || index < blocks.length - 1} />
    </BlockBoundary>
  ));
}

interface MarkdownViewProps {
  readonly text: string;
  /** False while more text comes. */
  readonly isDone: boolean;
}

/**
 * An answer in Markdown. While it grows only its last blocks are read and drawn again, so the price of a word does not
 * depend on the length of the answer.
 */
export const MarkdownView = memo(function MarkdownView({ text, isDone }: MarkdownViewProps) {
  const split = useRef<SplitText>(emptySplit);
  split.current = splitBlocks(split.current, text, isDone);
  const { frozen, open } = split.current;
  // One list with one key space: a block keeps its elements when it passes from open to frozen.
  const blocks = open.length === 0 ? frozen : [...frozen, ...open];
  return (
    <div className={classes.markdown} data-answer-text="" data-is-growing={isDone ? undefined : ''}>
      <Blocks blocks={blocks} isDone={isDone} />
    </div>
  );
});
