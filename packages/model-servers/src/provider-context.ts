import type { ProviderContext } from '@braindrive/plugin-sdk/server';

/** A provider's context for tests: the real `fetch` and clock, no log. Override what the test looks at. */
export const createProviderContext = (
  overrides: Partial<ProviderContext> = {},
): ProviderContext => ({
  log: {
    debug: () => undefined,
    info: () => undefined,
    warn: () => undefined,
    error: () => undefined,
  },
  fetch: (url, init) => fetch(url, init),
  directory: '/nonexistent',
  now: () => Date.now(),
  ...overrides,
});
