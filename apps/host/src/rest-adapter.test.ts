import { describe, expect, it } from 'vitest';
import { simplifyContentType } from './rest-adapter.ts';

describe('simplifyContentType', () => {
  it.each([
    ['nothing to read counts as JSON', {}, 'application/json'],
    ['an empty body too', { 'content-length': '0' }, 'application/json'],
    [
      'a character set is left out',
      { 'content-type': 'Application/JSON; charset=utf-8' },
      'application/json',
    ],
    ['another type stays', { 'content-type': 'text/csv', 'content-length': '3' }, 'text/csv'],
    ['a body of unknown type stays unknown', { 'content-length': '3' }, undefined],
    ['also one of unknown length', { 'transfer-encoding': 'chunked' }, undefined],
  ])('%s', (_case, headers: Record<string, string>, type) => {
    simplifyContentType(headers);
    expect(headers['content-type']).toBe(type);
  });
});
