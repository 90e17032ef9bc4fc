import { describe, expect, it } from 'vitest';
import { matchHost } from './host-list.ts';

describe('a granted host', () => {
  it.each([
    ['api.example.com', 'https://api.example.com/x', 'name'],
    ['api.example.com', 'http://API.Example.com./', 'name'],
    ['api.example.com', 'http://api.example.com:443/', 'name'],
    ['api.example.com', 'https://api.example.com:8443/', null],
    ['api.example.com:8443', 'https://api.example.com:8443/', 'name'],
    ['api.example.com:8443', 'https://api.example.com/', null],
    ['api.example.com', 'https://api.example.com.evil.example/', null],
    ['api.example.com', 'https://evil.example/api.example.com', null],
    ['api.example.com', 'https://api.example.com@evil.example/', null],
    ['api.example.com', 'https://xapi.example.com/', null],
    ['*.example.com', 'https://a.b.example.com/', 'name'],
    ['*.example.com', 'https://example.com/', null],
    ['*.example.com', 'https://notexample.com/', null],
    ['*.0.0.1', 'http://127.0.0.1/', null],
    ['*', 'https://anything.example:1234/', 'name'],
    ['*', 'http://127.0.0.1/', 'name'],
    ['127.0.0.1', 'http://2130706433/', 'literal-address'],
    ['127.0.0.1:8080', 'http://0x7f.1:8080/', 'literal-address'],
    ['127.0.0.1', 'http://127.0.0.1:8080/', null],
    ['localhost', 'http://localhost/', 'name'],
  ])('%s meets %s as %s', (pattern, url, match) => {
    expect(matchHost([pattern], new URL(url))).toBe(match);
  });
});
