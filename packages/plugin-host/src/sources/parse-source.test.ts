import { describe, expect, it } from 'vitest';
import { publicGitHub } from './github-settings.ts';
import { parseSource } from './parse-source.ts';

const latest = { kind: 'github', repository: 'ada/dice', tag: null };

describe('parseSource', () => {
  it.each([
    ['ada/dice', latest],
    [' https://github.com/ada/dice ', latest],
    ['github.com/ada/dice', latest],
    ['https://github.com/ada/dice.git', latest],
    ['https://www.github.com/ada/dice/', latest],
    ['https://github.com/ada/dice/releases', latest],
    ['https://github.com/ada/dice/releases/latest', latest],
    ['https://github.com/ada/dice/tree/main/src', latest],
    ['https://github.com/ada/dice/releases/tag/v1.0.0', { ...latest, tag: 'v1.0.0' }],
    ['https://github.com/ada/dice/releases/tag/a%2Fb', { ...latest, tag: 'a/b' }],
  ])('reads %s as a repository', (text, source) => {
    expect(parseSource(text, publicGitHub)).toEqual(source);
  });

  it.each([
    'https://example.com/dice-1.0.0.tgz',
    'http://192.168.1.2:8000/dice.zip?token=1',
    'https://github.com/ada/dice/releases/download/v1.0.0/dice-1.0.0.tgz',
  ])('reads %s as the address of an archive', (url) => {
    expect(parseSource(url, publicGitHub)).toEqual({ kind: 'url', url });
  });

  it('knows an Enterprise server by its settings', () => {
    const settings = { ...publicGitHub, webUrl: 'https://git.example.com/hub' };
    expect(parseSource('https://git.example.com/hub/ada/dice', settings)).toEqual(latest);
  });

  it.each([
    '',
    'dice',
    'ftp://example.com/dice.tgz',
    'file:///etc/passwd',
    'https://github.com/ada',
    'https://github.com/ada/dice/archive/refs/heads/main.zip',
    'https://ada:secret@example.com/dice.tgz',
    'https://github.com/ada/dice/releases/tag/%E0%A4%A',
  ])('refuses %j', (text) => {
    expect(() => parseSource(text, publicGitHub)).toThrow(
      expect.objectContaining({ code: 'VALIDATION_FAILED' }),
    );
  });
});
