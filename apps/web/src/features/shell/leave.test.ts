import { describe, expect, it } from 'vitest';
import { nextPath, signInPath } from './leave.ts';

describe('signInPath', () => {
  it('remembers the page that asked for an account', () => {
    const path = signInPath({ pathname: '/settings/sessions', search: '?x=1' });
    expect(path).toBe('/sign-in?next=%2Fsettings%2Fsessions%3Fx%3D1');
    expect(nextPath(new URLSearchParams(path.split('?')[1]))).toBe('/settings/sessions?x=1');
  });

  it('leaves the address plain where the home page comes anyway', () => {
    expect(signInPath({ pathname: '/', search: '' })).toBe('/sign-in');
  });
});

describe('nextPath', () => {
  it.each(['https://evil.example', '//evil.example', '/\\evil.example', 'javascript:alert(1)', ''])(
    'does not leave this host for %j',
    (next) => {
      expect(nextPath(new URLSearchParams({ next }))).toBe('/');
    },
  );
});
