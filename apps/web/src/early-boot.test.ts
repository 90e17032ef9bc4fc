import { afterEach, expect, it, vi } from 'vitest';
import { fetchWithEarlyBoot } from './early-boot.ts';

afterEach(() => {
  vi.unstubAllGlobals();
  globalThis.braindriveBoot = undefined;
});

it('gives the boot call that was begun before the app, once', async () => {
  const later = new Response('later');
  vi.stubGlobal('fetch', async () => later);
  const early = new Response('early');
  globalThis.braindriveBoot = Promise.resolve(early);
  expect(await fetchWithEarlyBoot('/trpc/account.me')).toBe(later);
  expect(await fetchWithEarlyBoot('/trpc/instance.boot?input=x')).toBe(early);
  expect(await fetchWithEarlyBoot('/trpc/instance.boot?input=x')).toBe(later);
});

it('asks again when the early call did not get through', async () => {
  const later = new Response('later');
  vi.stubGlobal('fetch', async () => later);
  globalThis.braindriveBoot = Promise.reject(new TypeError('Failed to fetch'));
  expect(await fetchWithEarlyBoot('/trpc/instance.boot')).toBe(later);
});
