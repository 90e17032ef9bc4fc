import { expect, it } from 'vitest';
import { contributionRows, intervalText } from './contribution-rows.ts';

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
