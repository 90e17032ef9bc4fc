import { expect, it } from 'vitest';
import { usageRows } from './usage-rows.ts';

const nothing = {
  storageBytes: 0,
  storageQuotaBytes: null,
  tokensToday: 0,
  tokensPerDay: null,
  requestsToday: 0,
  callsToday: 0,
  failedCallsToday: 0,
  memoryBytes: null,
  memoryLimitBytes: null,
};

it('leaves out what a plugin cannot use', () => {
  expect(usageRows(nothing)).toEqual([{ name: 'Calls', text: 'none today', share: null }]);
});

it('measures each budget against its limit', () => {
  const rows = usageRows({
    ...nothing,
    storageBytes: 50_000_000,
    storageQuotaBytes: 200_000_000,
    tokensToday: 12_500,
    tokensPerDay: 50_000,
    memoryLimitBytes: 2 ** 26,
    callsToday: 1_204,
    failedCallsToday: 3,
  });
  expect(rows).toEqual([
    { name: 'Storage', text: '50 MB of 200 MB', share: 0.25 },
    { name: 'Tokens today', text: '12,500 of 50,000', share: 0.25 },
    { name: 'Memory', text: 'none, it is not running', share: 0 },
    { name: 'Calls', text: '1,204 today, 3 failed', share: null },
  ]);
});
