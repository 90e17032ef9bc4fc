import remend from 'remend';
import { lexMarkdown, type MarkdownToken } from './markdown-lexer.ts';

/** A block of an answer. `offset` is where it starts in the text; it names the block for as long as the answer lives. */
export interface MarkdownBlock {
  readonly offset: number;
  readonly token: MarkdownToken;
}

/** A text cut into blocks that can no longer change and a tail that can. */
export interface SplitText {
  readonly text: string;
  readonly frozen: readonly MarkdownBlock[];
  readonly open: readonly MarkdownBlock[];
  /** Where the tail starts. */
  readonly openOffset: number;
  readonly isDone: boolean;
}

export const emptySplit: SplitText = {
  text: '',
  frozen: [],
  open: [],
  openOffset: 0,
  isDone: false,
};

/** Blocks at the end that more text can still change: the one being written, and the one it may yet join. */
const openBlocks = 2;

/** Closes what is still open at the end of a growing text, so that half a `**bold` does not flicker. */
const closeTail = (tail: string): string =>
  remend(tail, {
    linkMode: 'text-only',
    katex: false,
    htmlTags: false,
    comparisonOperators: false,
    singleTilde: false,
  });

const normalizeLineEnds = (text: string): string =>
  text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;

function locate(tokens: readonly MarkdownToken[], start: number): MarkdownBlock[] {
  const blocks: MarkdownBlock[] = [];
  let offset = start;
  for (const token of tokens) {
    if (token.type !== 'space' && token.type !== 'def') blocks.push({ offset, token });
    offset += token.raw.length;
  }
  return blocks;
}

/** How many leading blocks can be frozen: all but the last two, as far as they stand in the text as they were lexed. */
function countSettled(blocks: readonly MarkdownBlock[], text: string): number {
  const limit = Math.max(0, blocks.length - openBlocks);
  for (let index = 0; index < limit; index += 1) {
    const block = blocks[index];
    const isInText = block !== undefined && text.startsWith(block.token.raw, block.offset);
    if (!isInText) return index;
  }
  return limit;
}

/**
 * Cuts a growing text into blocks, again and again, at the price of its tail only.
 * @param previous - What the last call returned for the same answer, or {@link emptySplit}.
 * @param source - The whole text so far. When it does not continue the previous text, everything is cut anew.
 * @param isDone - No more text follows: all blocks are frozen.
 */
export function splitBlocks(previous: SplitText, source: string, isDone: boolean): SplitText {
  const text = normalizeLineEnds(source);
  if (text === previous.text && isDone === previous.isDone) return previous;
  const isContinued = text.startsWith(previous.text) && !previous.isDone;
  const { frozen, openOffset } = isContinued ? previous : emptySplit;
  const tail = text.slice(openOffset);
  if (isDone) {
    const rest = locate(lexMarkdown(tail, false), openOffset);
    const all = rest.length === 0 ? frozen : [...frozen, ...rest];
    return { text, frozen: all, open: [], openOffset: text.length, isDone };
  }
  const blocks = locate(lexMarkdown(closeTail(tail), true), openOffset);
  const settled = countSettled(blocks, text);
  const open = blocks.slice(settled);
  return {
    text,
    frozen: settled === 0 ? frozen : [...frozen, ...blocks.slice(0, settled)],
    open,
    openOffset: settled === 0 ? openOffset : (open[0]?.offset ?? openOffset),
    isDone,
  };
}
