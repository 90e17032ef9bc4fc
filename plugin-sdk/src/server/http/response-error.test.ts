import { describe, expect, it } from 'vitest';
import { readErrorFields, readRetryAfter } from './response-error.ts';

describe('readRetryAfter', () => {
  const now = Date.parse('2026-01-01T00:00:00Z');
  it.each([
    [{ 'retry-after': '20' }, 20_000],
    [{ 'retry-after': '0.5' }, 500],
    [{ 'retry-after': 'Thu, 01 Jan 2026 00:01:00 GMT' }, 60_000],
    [{ 'retry-after': 'Wed, 31 Dec 2025 00:00:00 GMT' }, 0],
    [{ 'retry-after-ms': '1500', 'retry-after': '2' }, 1_500],
    [{ 'retry-after': 'soon' }, null],
    [{}, null],
  ])('reads %j', (headers, expected) => {
    expect(readRetryAfter(new Headers(headers as Record<string, string>), now)).toBe(expected);
  });
});

describe('readErrorFields', () => {
  it.each([
    [
      { error: { message: 'no', code: 'c', type: 't', param: 'p' } },
      { message: 'no', code: 'c t', parameter: 'p', status: null },
    ],
    [
      { error: { message: 'busy', code: 502 } },
      { message: 'busy', code: '', parameter: null, status: 502 },
    ],
    [{ error: 'plain' }, { message: 'plain', code: '', parameter: null, status: null }],
    [{ detail: 'Not Found' }, { message: 'Not Found', code: '', parameter: null, status: null }],
    [
      { message: 'Unauthorized' },
      { message: 'Unauthorized', code: '', parameter: null, status: null },
    ],
    [undefined, { message: '', code: '', parameter: null, status: null }],
    [{ error: 7 }, { message: '', code: '', parameter: null, status: null }],
  ])('reads %j', (body, expected) => expect(readErrorFields(body)).toEqual(expected));
});
