import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import { OriginReader } from './request-origin.ts';

const request = (remoteAddress: string, headers: Record<string, string> = {}) =>
  ({
    socket: { remoteAddress },
    headers: { host: 'home.example:3000', ...headers },
  }) as unknown as IncomingMessage;

describe('OriginReader', () => {
  const direct = new OriginReader('', '');
  const proxied = new OriginReader('127.0.0.1, 10.0.0.0/8', '');

  it('ignores forwarded headers of anybody who is no configured proxy', () => {
    const forged = request('203.0.113.5', {
      'x-forwarded-for': '1.2.3.4',
      'x-forwarded-proto': 'https',
    });
    expect(direct.read(forged).address).toBe('203.0.113.5');
    expect(proxied.read(forged).address).toBe('203.0.113.5');
    expect(proxied.isSecure(forged)).toBe(false);
  });

  it('takes the right-most address that is no proxy of ours, so that a client cannot choose its own', () => {
    const chain = request('::ffff:127.0.0.1', {
      'x-forwarded-for': '6.6.6.6, 203.0.113.5, 10.1.2.3',
      'x-forwarded-proto': 'https',
    });
    expect(proxied.read(chain).address).toBe('203.0.113.5');
    expect(proxied.isSecure(chain)).toBe(true);
  });

  it('knows its own pages from other sites', () => {
    expect(direct.isOwnOrigin(request('1.1.1.1', { origin: 'http://home.example:3000' }))).toBe(
      true,
    );
    expect(direct.isOwnOrigin(request('1.1.1.1', { origin: 'http://evil.example' }))).toBe(false);
    expect(direct.isOwnOrigin(request('1.1.1.1', { origin: 'null' }))).toBe(false);
    expect(direct.isOwnOrigin(request('1.1.1.1', { 'sec-fetch-site': 'cross-site' }))).toBe(false);
    expect(direct.isOwnOrigin(request('1.1.1.1'))).toBe(true);
  });

  it('accepts the public address, and the host that a trusted proxy names', () => {
    const published = new OriginReader('', 'https://ai.example.com/');
    expect(published.isOwnOrigin(request('1.1.1.1', { origin: 'https://ai.example.com' }))).toBe(
      true,
    );
    const forwarded = {
      origin: 'https://ai.example.com',
      'x-forwarded-host': 'ai.example.com',
      'x-forwarded-proto': 'https',
    };
    expect(proxied.isOwnOrigin(request('10.0.0.9', forwarded))).toBe(true);
    expect(proxied.isOwnOrigin(request('203.0.113.5', forwarded))).toBe(false);
  });

  it('answers to names that only the owner can have given, so that no site can rebind a name of its own to us', () => {
    const known = (host: string, reader = direct) =>
      reader.isKnownHost(request('1.1.1.1', { host }));
    for (const host of [
      'localhost:3000',
      '127.0.0.1',
      '[::1]:3000',
      '192.168.1.9:3000',
      'nas:3000',
      'nas.local',
      'ai.home.arpa',
    ]) {
      expect(known(host), host).toBe(true);
    }
    for (const host of ['evil.example', 'localhost.evil.example:3000', 'user@localhost']) {
      expect(known(host), host).toBe(false);
    }
    expect(known('ai.example.com', new OriginReader('', 'https://ai.example.com'))).toBe(true);
  });

  it('says which range cannot be read', () => {
    expect(() => new OriginReader('10.0.0.0/8, home', '')).toThrow('home is no address or range');
  });
});
