import { expect, it } from 'vitest';
import { readSessionCookie, sessionCookie } from './session-cookie.ts';

it('is out of reach of scripts and of other sites, and secure over HTTPS', () => {
  expect(sessionCookie('abc', false)).toBe(
    'bd_session=abc; HttpOnly; Max-Age=2592000; Path=/; SameSite=Lax',
  );
  expect(sessionCookie('abc', true)).toContain('; Secure');
  expect(sessionCookie(null, false)).toContain('bd_session=; HttpOnly');
  expect(sessionCookie(null, false)).toContain('Max-Age=0');
});

it.each([
  [undefined, null],
  ['', null],
  ['bd_session=abcdefghijklmnop', 'abcdefghijklmnop'],
  ['a=%E0%A4%A; bd_session=abcdefghijklmnop; b', 'abcdefghijklmnop'],
  ['xbd_session=abcdefghijklmnop', null],
  ['bd_session=short', null],
  ["bd_session=' or 1=1 --aaaaaaaaa", null],
])('reads %j as %j', (header, expected) => {
  expect(readSessionCookie(header)).toBe(expected);
});
