import { SqlDatabase } from '@braindrive/database';
import { createTestOrm } from '@braindrive/test-kit';
import { describe, expect, it } from 'vitest';
import { coreEntities } from '../entities.ts';
import { foldWord, parseSearch, toMatch, wordsOf } from './search-query.ts';

const owner = '019a0000-0000-7000-8000-000000000001';
const conversation = '019a0000-0000-7000-8000-000000000002';

describe('parseSearch', () => {
  it('takes words and quoted phrases; the last word may go on', () => {
    expect(parseSearch('Crème "New  York" bru')).toEqual([
      { words: ['new', 'york'], isPrefix: false },
      { words: ['creme'], isPrefix: false },
      { words: ['bru'], isPrefix: true },
    ]);
    expect(parseSearch('one two ')).toMatchObject([{ isPrefix: false }, { isPrefix: true }]);
    expect(parseSearch('x')).toEqual([{ words: ['x'], isPrefix: false }]);
    expect(parseSearch('word!')).toEqual([{ words: ['word'], isPrefix: false }]);
    expect(parseSearch('?! "" *')).toEqual([]);
  });
});

describe('toMatch', () => {
  it('is never a syntax error, whatever a person types', async () => {
    const orm = await createTestOrm(coreEntities);
    const database = new SqlDatabase(orm);
    const hostile = [
      'a AND b OR NOT c',
      'NEAR(a b)',
      'owner:u7',
      '{text} : x',
      '"open',
      "it's (a) ^b -c +d",
      'a*b* **',
      'text:" OR owner:"',
      '\uE000abc',
      '日本語 "語 日"',
      'é e\u0301 \u0301',
      '\\ % _ ; --',
    ];
    for (const query of hostile) {
      const terms = parseSearch(query);
      if (terms.length === 0) continue;
      const match = toMatch(terms, owner, conversation);
      const search = database.read((session) =>
        session.all('select rowid from message_search where message_search match ?', match),
      );
      await expect(search, query).resolves.toEqual([]);
    }
    await orm.close(true);
  });
});

describe('folding', () => {
  it('compares words as the index does', () => {
    expect([...wordsOf('Ångström, e\u0301t\u00e9 2x')].map(({ folded }) => folded)).toEqual([
      'angstrom',
      'ete',
      '2x',
    ]);
    expect(foldWord('ÜBER')).toBe('uber');
  });
});
