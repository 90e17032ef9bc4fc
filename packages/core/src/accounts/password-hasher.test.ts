import { expect, it } from 'vitest';
import { PasswordHasher } from './password-hasher.ts';

const cheap = new PasswordHasher({ memoryKib: 8, iterations: 1, parallelism: 1 });

it('hashes with Argon2id at the cost that OWASP names', async () => {
  const hasher = new PasswordHasher();
  const hash = await hasher.hash('correct horse battery');
  expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(hasher.needsRehash(hash)).toBe(false);
  expect(await hasher.verify(hash, 'correct horse battery')).toBe(true);
  expect(await hasher.verify(hash, 'correct horse batterY')).toBe(false);
});

it('verifies hashes of other costs and asks for new ones', async () => {
  const hash = await cheap.hash('correct horse battery');
  const dearer = new PasswordHasher({ memoryKib: 16, iterations: 1, parallelism: 1 });
  expect(await dearer.verify(hash, 'correct horse battery')).toBe(true);
  expect(dearer.needsRehash(hash)).toBe(true);
});

it('says no for nobody, by checking a well-formed hash: a malformed one would throw', async () => {
  expect(await cheap.verify(null, 'correct horse battery')).toBe(false);
  await expect(cheap.verify('$argon2id$v=19$', 'correct horse battery')).rejects.toThrow();
});

it('takes the same letters in another Unicode form for the same password', async () => {
  const hash = await cheap.hash('caf\u00e9 au lait chaud');
  expect(await cheap.verify(hash, 'cafe\u0301 au lait chaud')).toBe(true);
});

it('serves many at once', async () => {
  const hashes = await Promise.all(Array.from({ length: 20 }, () => cheap.hash('x')));
  expect(new Set(hashes).size).toBe(20);
});
