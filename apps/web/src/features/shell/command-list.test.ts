import { describe, expect, it } from 'vitest';
import { type Command, commandScore, rankCommands } from './command-list.ts';

const command = (id: string, label: string, keywords = ''): Command => ({
  id,
  label,
  keywords,
  group: 'Go to',
});
const commands = [
  command('models', 'Models', 'download catalogue'),
  command('members', 'People'),
  command('new', 'New chat'),
];

describe('rankCommands', () => {
  it('shows everything for an empty query, used ones first', () => {
    expect(rankCommands(commands, '', ['new']).map(({ id }) => id)).toEqual([
      'new',
      'models',
      'members',
    ]);
  });

  it('prefers the start of the label over a word inside it', () => {
    const ranked = rankCommands([command('a', 'New models'), command('b', 'Models')], 'mod', []);
    expect(ranked.map(({ id }) => id)).toEqual(['b', 'a']);
  });

  it('finds a command by its other words', () => {
    expect(rankCommands(commands, 'download', []).map(({ id }) => id)).toEqual(['models']);
  });
});

describe('commandScore', () => {
  it('forgives left-out letters from three letters on', () => {
    expect(commandScore(command('new', 'New chat'), 'nwc')).toBe(1);
    expect(commandScore(command('new', 'New chat'), 'nc')).toBe(0);
  });
});
