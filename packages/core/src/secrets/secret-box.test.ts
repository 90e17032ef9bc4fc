import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { SecretBox } from './secret-box.ts';

const secretKey = randomBytes(32);
const box = new SecretBox(secretKey, 'connection');

it('opens what it sealed', () => {
  expect(box.open(box.seal('sk-1234 ✓', 'row 1'), 'row 1')).toBe('sk-1234 ✓');
});

it('seals the same text differently each time', () => {
  expect(box.seal('x', 'row 1')).not.toBe(box.seal('x', 'row 1'));
});

it('opens nothing that was changed, moved to another row, or sealed for another purpose or with another key', () => {
  const sealed = box.seal('sk-1234', 'row 1');
  const last = sealed.at(-1) === 'A' ? 'B' : 'A';
  expect(() => box.open(`${sealed.slice(0, -1)}${last}`, 'row 1')).toThrow();
  expect(() => box.open(sealed, 'row 2')).toThrow();
  expect(() => box.open('v9.abc', 'row 1')).toThrow('unknown format');
  expect(() => new SecretBox(secretKey, 'else').open(sealed, 'row 1')).toThrow();
  expect(() => new SecretBox(randomBytes(32), 'connection').open(sealed, 'row 1')).toThrow();
});
