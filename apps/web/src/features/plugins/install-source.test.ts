import { describe, expect, it } from 'vitest';
import { parseInstallSource } from './install-source.ts';

describe('parseInstallSource', () => {
  it.each([
    ['owner/reader', { kind: 'github', repository: 'owner/reader', tag: null }],
    ['github.com/owner/reader', { kind: 'github', repository: 'owner/reader', tag: null }],
    [
      'https://github.com/owner/reader.git',
      { kind: 'github', repository: 'owner/reader', tag: null },
    ],
    [
      'https://github.com/owner/reader/releases',
      { kind: 'github', repository: 'owner/reader', tag: null },
    ],
    [
      ' https://github.com/owner/reader/releases/tag/v1.2.0 ',
      { kind: 'github', repository: 'owner/reader', tag: 'v1.2.0' },
    ],
    [
      'https://github.com/owner/reader/releases/download/v1/reader-1.0.0.tgz',
      { kind: 'url', url: 'https://github.com/owner/reader/releases/download/v1/reader-1.0.0.tgz' },
    ],
    ['http://127.0.0.1:9000/a.tgz', { kind: 'url', url: 'http://127.0.0.1:9000/a.tgz' }],
    ['/home/me/my-plugin', { kind: 'folder', path: '/home/me/my-plugin' }],
  ])('reads %j', (text, source) => {
    expect(parseInstallSource(text)).toEqual(source);
  });

  it.each(['', 'reader', 'a b/c', 'javascript:alert(1)', 'file:///etc/passwd', 'ftp://a/b.tgz'])(
    'does not take %j for a source',
    (text) => {
      expect(parseInstallSource(text)).toBeNull();
    },
  );
});
