const section = (number: number): string => `## Section ${number}

A paragraph with **bold words**, *emphasis*, \`inline code\` and a [link](https://example.org/${number}), long enough to wrap
over several lines on any screen, as answers of models do when they explain something step by step.

- first point of list ${number}
- second point with \`code\`
  - a nested point
- third point

\`\`\`${['ts', 'python', 'sql', 'bash', 'json'][number % 5] ?? 'ts'}
${code[number % 5] ?? ''}
\`\`\`

| name | value | note |
|---|---:|---|
| alpha | ${number} | first row |
| beta | ${number * 2} | second row |

The sum is $\\sum_{i=1}^{n} i = \\frac{n(n+1)}{2}$ for every $n$, and

$$\\int_0^1 x^${number % 9} \\, dx = \\frac{1}{${(number % 9) + 1}}$$

`;

const code = [
  'export const add = (left: number, right: number): number => left + right;\nconsole.log(add(1, 2)); // 3',
  'def add(left, right):\n    """Adds."""\n    return left + right\n\nprint(add(1, 2))',
  "select name, count(*) from message where state = 'complete' group by name order by 2 desc;",
  'for file in *.txt; do\n  echo "$file"\ndone',
  '{ "name": "bench", "items": [1, 2, 3], "isReady": true }',
];

/** Tokens of four characters of a text with headings, lists, code in five languages, tables and formulas. */
export function markdownTokens(count: number): string[] {
  let text = '';
  for (let number = 1; text.length < count * 4; number++) text += section(number);
  return Array.from({ length: count }, (_, index) => text.slice(index * 4, index * 4 + 4));
}
