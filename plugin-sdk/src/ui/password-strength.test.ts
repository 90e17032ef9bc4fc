import { expect, it } from 'vitest';
import { passwordStrength } from './password-strength.ts';

it('asks for the length that the host asks for', () => {
  expect(passwordStrength('Sh0rt!one')).toEqual({ bars: 0, word: 'Too short' });
});

it.each([
  ['password1234', 1],
  ['aaaaaaaaaaaaaaaa', 1],
  ['abcdefghijklmnop', 1],
  ['mivopatuleka', 2],
  ['correct horse battery', 4],
])('gives %j %d bars', (password, bars) => {
  expect(passwordStrength(password).bars).toBe(bars);
});
