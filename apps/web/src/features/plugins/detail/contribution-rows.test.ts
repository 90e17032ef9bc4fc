import { expect, it } from 'vitest';
import { contributionRows, intervalText, removalText } from './contribution-rows.ts';

it('says an interval as people do', () => {
  expect(intervalText('15m')).toBe('Every 15 minutes');
  expect(intervalText('1h')).toBe('Every hour');
  expect(intervalText('2d')).toBe('Every 2 days');
  expect(intervalText('soon')).toBe('');
});

it('says of a tool that writes that it asks first', () => {
  const [reads, writes] = contributionRows({
    components: [],
    pages: [],
    settingsPages: [],
    chatTools: [
      { name: 'find', title: 'Find', description: 'Finds.', input: {}, sideEffects: 'none' },
      { name: 'add', title: 'Add', description: 'Adds.', input: {}, sideEffects: 'writes' },
    ],
    providers: [],
    jobs: [],
  });
  expect(reads?.text).toBe('Finds.');
  expect(writes?.text).toBe('Adds. Asks before each call.');
});

it('says what goes with a plugin', () => {
  const nothing = {
    components: [],
    pages: [],
    settingsPages: [],
    chatTools: [],
    providers: [],
    jobs: [{ name: 'sync', title: 'Sync', every: '1h' }],
  };
  const detail = (rest: object) => rest as Parameters<typeof removalText>[0];
  expect(removalText(detail({ contributes: nothing, usage: { storageBytes: 48_200_000 } }))).toBe(
    'Takes away 1 job and 48 MB of data. All of it can be brought back for 30 days.',
  );
  expect(
    removalText(detail({ contributes: { ...nothing, jobs: [] }, usage: { storageBytes: 0 } })),
  ).toBe('Takes it away. It can be brought back for 30 days.');
});
