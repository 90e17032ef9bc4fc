import { describe, expect, it } from 'vitest';
import { lexMarkdown } from './markdown-lexer.ts';
import { emptySplit, type SplitText, splitBlocks } from './split-blocks.ts';

const documentText = `# Title with *emphasis* and \`code\`

A paragraph with **bold and _nested **twice** over_** and a [link](https://example.com "t").
Second line\\
hard break, ~~gone~~, a footnote-like [ref][1] and $e^{i\\pi} = -1$ or \\(x^2\\).

- one
- two
  - nested **bold
  - more

    loose paragraph
- [ ] open task
- [x] done task

1. first
2. second

> quote
> > deeper
> \`\`\`
> code in quote
> \`\`\`

\`\`\`ts
const a = \`template \${1}\`;

// blank lines inside
\`\`\`

~~~~
tilde fence \`\`\`
~~~~

| a | b |
|---|:-:|
| 1 | $x$ |
| 2 | \`|\` |

$$
\\int_0^1 x\\,dx

= \\tfrac12
$$

\\[
a + b

c
\\]

Setext heading
==============

***

<div onclick="x()">html</div>

    indented code

Money: $5 and $10, or $7/$8. Entities: &amp; &lt;b&gt; &#233;

[1]: https://example.com/one

Last *open **paragraph with \`unclosed code`;

function grow(text: string, step: number): SplitText[] {
  const states: SplitText[] = [];
  let state = emptySplit;
  for (let length = step; length < text.length; length += step) {
    state = splitBlocks(state, text.slice(0, length), false);
    states.push(state);
  }
  states.push(splitBlocks(state, text, true));
  return states;
}

const rawOf = (state: SplitText): string[] => state.frozen.map((block) => block.token.raw);

describe('splitBlocks', () => {
  it.each([1, 3, 7, 40])('never changes a frozen block, at every prefix in steps of %i', (step) => {
    let before: SplitText = emptySplit;
    for (const state of grow(documentText, step)) {
      expect(state.frozen.slice(0, before.frozen.length)).toEqual(before.frozen);
      for (const block of before.frozen) expect(state.frozen).toContain(block);
      before = state;
    }
  });

  it('ends with the same blocks however the text came', () => {
    const whole = splitBlocks(emptySplit, documentText, true);
    for (const step of [1, 2, 5, 13]) {
      const last = grow(documentText, step).at(-1);
      expect(last && rawOf(last)).toEqual(rawOf(whole));
    }
  });

  it('puts every block where its text stands', () => {
    for (const state of grow(documentText, 11)) {
      for (const { offset, token } of state.frozen) {
        expect(documentText.startsWith(token.raw, offset)).toBe(true);
      }
    }
  });

  it('gives each block one offset for its whole life', () => {
    const offsets = new Map<string, number>();
    for (const state of grow(documentText, 1)) {
      const all = [...state.frozen, ...state.open].map((block) => block.offset);
      expect(new Set(all).size).toBe(all.length);
      for (const block of state.frozen) {
        const known = offsets.get(block.token.raw) ?? block.offset;
        expect(known).toBe(block.offset);
        offsets.set(block.token.raw, block.offset);
      }
    }
  });

  it('lexes only the tail of a long text', () => {
    const paragraphs = Array.from({ length: 500 }, (_, index) => `Paragraph ${index}.\n\n`).join(
      '',
    );
    const first = splitBlocks(emptySplit, paragraphs, false);
    expect(first.text.length - first.openOffset).toBeLessThan(40);
    const next = splitBlocks(first, `${paragraphs}more`, false);
    expect(next.frozen.length).toBe(first.frozen.length + 1);
    expect(next.frozen[3]).toBe(first.frozen[3]);
  });

  it('cuts anew when the text is another one', () => {
    const first = splitBlocks(emptySplit, 'a\n\nb\n\nc\n\nd', false);
    const other = splitBlocks(first, 'x\n\ny', true);
    expect(rawOf(other)).toEqual(['x', 'y']);
  });

  it('reads Windows line ends as line ends, also when one is cut in half', () => {
    const half = splitBlocks(emptySplit, 'a\r', false);
    const whole = splitBlocks(half, 'a\r\n\r\nb', true);
    expect(rawOf(whole)).toEqual(['a', 'b']);
  });

  it('returns the same state for the same text', () => {
    const state = splitBlocks(emptySplit, 'a', false);
    expect(splitBlocks(state, 'a', false)).toBe(state);
  });

  it('keeps an unclosed fence one block until it is closed', () => {
    const open = splitBlocks(emptySplit, 'text\n\n```js\na\n\nb\n\nc', false);
    expect(open.open.at(-1)?.token).toMatchObject({
      type: 'code',
      lang: 'js',
      text: 'a\n\nb\n\nc',
    });
  });

  it('holds an unclosed formula back and shows it as text when it never closes', () => {
    const open = splitBlocks(emptySplit, '$$\na\n\nb', false);
    expect(open.open).toHaveLength(1);
    expect(open.open[0]?.token).toMatchObject({ type: 'math', isOpen: true });
    const done = splitBlocks(open, '$$\na\n\nb', true);
    expect(done.frozen.map((block) => block.token.type)).toEqual(['paragraph', 'paragraph']);
  });
});

describe('hard input', () => {
  const inputs: Record<string, string> = {
    'deep quotes': `${'>'.repeat(20_000)} a`,
    'deep quotes with blanks': `${'> '.repeat(10_000)}a`,
    'deep lists in one line': `${'- '.repeat(10_000)}a`,
    'deep lists by indentation': Array.from({ length: 300 }, (_, n) => `${'  '.repeat(n)}- a`).join(
      '\n',
    ),
    'open emphasis': '*a **b '.repeat(5_000),
    'closed deep emphasis': `${'*'.repeat(3_000)}a${'*'.repeat(3_000)}`,
    'open brackets': '['.repeat(20_000),
    'links in links': '[a]('.repeat(5_000),
    'back ticks': '`'.repeat(20_001),
    dollars: '$'.repeat(20_001),
    'dollar pairs': '$a '.repeat(10_000),
    'open parens': '\\('.repeat(10_000),
    'ten thousand lines': 'A line of text.\n'.repeat(10_000),
    'ten thousand list items': '- item\n'.repeat(10_000),
    'ten thousand table rows': `| a | b |\n|---|---|\n${'| 1 | 2 |\n'.repeat(10_000)}`,
    'ten thousand code lines': `\`\`\`js\n${'const a = 1;\n'.repeat(10_000)}`,
    'open tags': '<a '.repeat(10_000),
    'nul and surrogates': '\u0000\ud800 a \udfff\u202e',
  };

  it.each(Object.entries(inputs))('survives %s', (_, text) => {
    const open = splitBlocks(emptySplit, text, false);
    const done = splitBlocks(open, text, true);
    expect(done.frozen.length).toBeGreaterThan(0);
  });

  it('bounds nesting and keeps the text', () => {
    const [token] = lexMarkdown(`${'> '.repeat(500)}deep`, false);
    expect(JSON.stringify(token).length).toBeLessThan(60_000);
    expect(token?.raw).toContain('deep');
  });
});
