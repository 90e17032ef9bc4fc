import { createFakeClock } from '@braindrive/test-kit';
import { expect, it } from 'vitest';
import { type Actor, permissionsOf } from '../users/index.ts';
import { AccessCache } from './access-cache.ts';

const actorOf = (userId: string): Actor => ({
  userId,
  role: 'member',
  permissions: permissionsOf('member'),
  via: 'session',
  sessionId: null,
  scopes: null,
});
const accessOf = (userId: string, expiresAtMs = Number.POSITIVE_INFINITY) => ({
  actor: actorOf(userId),
  expiresAtMs,
  lastSeenAtMs: 0,
});

it('forgets after a while, and at the end of the credential', () => {
  const clock = createFakeClock();
  const cache = new AccessCache({ clock, maxAgeMs: 1_000 });
  cache.set('a', accessOf('ada'), cache.generation());
  cache.set('b', accessOf('ada', clock.now().getTime() + 500), cache.generation());
  clock.advance(500);
  expect(cache.get('a')).not.toBeNull();
  expect(cache.get('b')).toBeNull();
  clock.advance(500);
  expect(cache.get('a')).toBeNull();
});

it('forgets one person and keeps the others', () => {
  const cache = new AccessCache({ clock: createFakeClock() });
  cache.set('a', accessOf('ada'), cache.generation());
  cache.set('b', accessOf('bob'), cache.generation());
  cache.forgetUser('ada');
  expect(cache.get('a')).toBeNull();
  expect(cache.get('b')).not.toBeNull();
});

it('does not keep an answer that was asked for before somebody was forgotten', () => {
  const cache = new AccessCache({ clock: createFakeClock() });
  const generation = cache.generation();
  cache.forgetUser('ada');
  cache.set('a', accessOf('ada'), generation);
  expect(cache.get('a')).toBeNull();
});

it('holds no more than it may', () => {
  const cache = new AccessCache({ clock: createFakeClock(), maxEntries: 2 });
  for (const key of ['a', 'b', 'c']) cache.set(key, accessOf(key), cache.generation());
  expect(['a', 'b', 'c'].map((key) => cache.get(key) !== null)).toEqual([false, true, true]);
});
