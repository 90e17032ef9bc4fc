import { createFakeClock } from '@braindrive/test-kit';
import { expect, it } from 'vitest';
import { type OutputLine, OutputLines } from './output-lines.ts';

function createLines(bytesPerMinute = 1_024) {
  const clock = createFakeClock();
  const lines: OutputLine[] = [];
  const output = new OutputLines(clock, bytesPerMinute, (line) => lines.push(line));
  return { clock, lines, output, push: (text: string) => output.push(Buffer.from(text)) };
}

it('makes lines of pieces, and tells what was printed from what went wrong', () => {
  const { output, lines } = createLines();
  const bytes = Buffer.from('\u001egrüß\nbad\n\n  \nrest');
  for (const byte of bytes) output.push(Buffer.from([byte]));
  expect(lines).toEqual([
    { level: 'info', text: 'grüß' },
    { level: 'error', text: 'bad' },
  ]);
  output.end();
  expect(lines.at(-1)).toEqual({ level: 'error', text: 'rest' });
});

it('leaves out what is over the share of a minute, and says how much', () => {
  const { lines, clock, push } = createLines();
  for (let index = 0; index < 30; index++) push(`${'x'.repeat(99)}\n`);
  expect(lines).toHaveLength(11);
  clock.advance(60_000);
  push('next minute\n');
  expect(lines.slice(10).map(({ text }) => text)).toEqual([
    'What follows is left out: more than 1 KiB in a minute.',
    '20 lines were left out: more than 1 KiB in a minute.',
    'next minute',
  ]);
});

it('remembers no more than a line of what has no end', () => {
  const { lines, output, push } = createLines(100_000);
  for (let index = 0; index < 1_000; index++) push('x'.repeat(1_000));
  output.end();
  expect(lines).toHaveLength(1);
  expect(lines[0]?.text).toHaveLength(2_000);
});
