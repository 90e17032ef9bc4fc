import type { InstalledPlugin } from '@braindrive/contracts';
import { expect, it } from 'vitest';
import { updateSummary, updateText } from './update-summary.ts';

const plugin = (name: string, update: InstalledPlugin['update']) =>
  ({ name, version: '1.4.2', update }) as InstalledPlugin;
const asking = { version: '1.5.0', needsConsent: true, isFailed: false };
const harmless = { version: '3.0.2', needsConsent: false, isFailed: false };
const failed = { version: '1.9.0', needsConsent: false, isFailed: true };

it('names first what needs a decision, and counts the rest', () => {
  const updates = [plugin('Charts', harmless), plugin('Feed Reader', asking), plugin('C', failed)];
  expect(updateSummary(updates)).toBe(
    'Feed Reader 1.5.0 asks for a new permission. Charts 3.0.2 asks for nothing new. And 1 more.',
  );
});

it('says of a failed update that nothing was lost', () => {
  expect(updateText(plugin('To-do', failed))).toBe(
    '1.9.0 failed its check. You are on 1.4.2, nothing lost.',
  );
  expect(updateSummary([plugin('To-do', failed)])).toBe('To-do 1.9.0 failed its check.');
});
