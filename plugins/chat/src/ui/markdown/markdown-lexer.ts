import { Lexer, Marked, type MarkedToken, type Token, type TokenizerThis } from 'marked';

/** A formula. `isDisplay` stands on its own line; `isOpen` while its closing mark has not come yet. */
export interface MathToken {
  type: 'math';
  raw: string;
  text: string;
  isDisplay: boolean;
  isOpen: boolean;
}

export type MarkdownToken = MarkedToken | MathToken;

/** Deeper lists, quotes and emphasis are shown as the text they are: no answer needs them, and each level costs. */
const maxNesting = 12;

const dollarBlock = /^ {0,3}\$\$([\s\S]+?)\$\$[ \t]*(?:\n|$)/;
const bracketBlock = /^ {0,3}\\\[([\s\S]+?)\\\][ \t]*(?:\n|$)/;
const openBlock = /^ {0,3}(?:\$\$|\\\[)([\s\S]*)$/;
const dollarDisplay = /^\$\$([^$]+?)\$\$/;
/** As in Pandoc: no blank inside the marks and no digit behind, so that "$5 or $10" stays a sum of money. */
const dollarInline = /^\$(?!\s|\$)((?:\\.|[^\\\n$])+?)(?<!\s)\$(?!\d)/;
const parenInline = /^\\\(([\s\S]+?)\\\)/;
const bracketInline = /^\\\[([^\n]+?)\\\]/;

const mathToken = (
  match: RegExpExecArray,
  place: { isDisplay: boolean; isOpen: boolean },
): MathToken => ({
  type: 'math',
  raw: match[0],
  text: (match[1] ?? '').trim(),
  ...place,
});

function tokenizeMathBlock(this: TokenizerThis, source: string): MathToken | undefined {
  const closed = dollarBlock.exec(source) ?? bracketBlock.exec(source);
  if (closed !== null) return mathToken(closed, { isDisplay: true, isOpen: false });
  if (!(this.lexer instanceof MarkdownLexer) || !this.lexer.isOpenEnded) return undefined;
  const open = openBlock.exec(source);
  return open === null ? undefined : mathToken(open, { isDisplay: true, isOpen: true });
}

function tokenizeMathInline(source: string): MathToken | undefined {
  const display = dollarDisplay.exec(source) ?? bracketInline.exec(source);
  if (display !== null) return mathToken(display, { isDisplay: true, isOpen: false });
  const inline = dollarInline.exec(source) ?? parenInline.exec(source);
  return inline === null ? undefined : mathToken(inline, { isDisplay: false, isOpen: false });
}

const startOf = (pattern: RegExp) => (source: string) => {
  const at = source.search(pattern);
  return at < 0 ? undefined : at;
};

const marked = new Marked({
  gfm: true,
  extensions: [
    {
      name: 'math',
      level: 'block',
      start: startOf(/(?:^|\n) {0,3}(?:\$\$|\\\[)/),
      tokenizer: tokenizeMathBlock,
    },
    { name: 'math', level: 'inline', start: startOf(/\$|\\[([]/), tokenizer: tokenizeMathInline },
  ],
});

/** marked's lexer with a bound on nesting, and the knowledge whether more text may follow. */
class MarkdownLexer extends Lexer {
  readonly isOpenEnded: boolean;
  #blockDepth = 0;
  #inlineDepth = 0;

  constructor(isOpenEnded: boolean) {
    super(marked.defaults);
    this.isOpenEnded = isOpenEnded;
  }

  override blockTokens(source: string, tokens: Token[] = [], isClipped?: boolean): never {
    if (this.#blockDepth >= maxNesting) {
      if (source !== '') tokens.push({ type: 'text', raw: source, text: source, escaped: false });
      return tokens as never;
    }
    this.#blockDepth += 1;
    try {
      return super.blockTokens(source, tokens, isClipped) as never;
    } finally {
      this.#blockDepth -= 1;
    }
  }

  override inlineTokens(source: string, tokens: Token[] = []): Token[] {
    if (this.#inlineDepth >= maxNesting) {
      tokens.push({ type: 'text', raw: source, text: source, escaped: false });
      return tokens;
    }
    this.#inlineDepth += 1;
    try {
      return super.inlineTokens(source, tokens);
    } finally {
      this.#inlineDepth -= 1;
    }
  }
}

/**
 * Cuts Markdown (GFM and maths) into tokens; never throws and never makes HTML.
 * @param isOpenEnded - More text may follow: a formula without its closing mark is held back instead of shown as text.
 * @returns Tokens whose `raw` texts, joined, are `text`.
 */
export function lexMarkdown(text: string, isOpenEnded: boolean): MarkdownToken[] {
  try {
    return new MarkdownLexer(isOpenEnded).lex(text) as MarkdownToken[];
  } catch {
    // A lexer that gives up must not take the answer with it.
    return [{ type: 'paragraph', raw: text, text, tokens: [plainText(text)] }];
  }
}

const plainText = (text: string): Token => ({ type: 'text', raw: text, text, escaped: false });
