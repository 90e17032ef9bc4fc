import { describe, expect, it } from 'vitest';
import { destinationOf, isNearby, joinUrl, serverUrl } from './server-address.ts';

describe('the address of a server', () => {
  it.each([
    'http://localhost:11434',
    'http://127.0.0.1',
    'http://127.9.8.7:1',
    'http://[::1]:80',
    'http://a.localhost',
    'http://[::ffff:127.0.0.1]',
  ])('stays on this machine with %s', (url) => expect(destinationOf(url)).toBeNull());

  it.each([
    ['https://api.example.com/v1', 'api.example.com'],
    ['http://10.0.0.5:11434', '10.0.0.5'],
    ['http://localhost.example.com', 'localhost.example.com'],
    ['http://127.0.0.1.nip.io', '127.0.0.1.nip.io'],
  ])('names the host of %s', (url, host) => expect(destinationOf(url)).toBe(host));

  it('knows what a person can start', () => {
    expect(isNearby('http://10.0.0.5:11434')).toBe(true);
    expect(isNearby('http://nas:11434')).toBe(true);
    expect(isNearby('http://box.local')).toBe(true);
    expect(isNearby('https://api.example.com')).toBe(false);
  });

  it('takes http and https without credentials', () => {
    expect(serverUrl().safeParse('http://10.0.0.5:11434').success).toBe(true);
    for (const bad of [
      'file:///etc/passwd',
      'javascript:alert(1)',
      '10.0.0.5',
      'http://me:secret@host',
    ]) {
      expect(serverUrl().safeParse(bad).success).toBe(false);
    }
  });

  it('joins with one slash', () => {
    expect(joinUrl('http://a/v1/', '/models')).toBe('http://a/v1/models');
    expect(joinUrl('http://a/v1', 'models')).toBe('http://a/v1/models');
  });
});
