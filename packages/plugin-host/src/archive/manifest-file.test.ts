import { describe, expect, it } from 'vitest';
import { samplePlugin } from '../testing/sample-plugin.ts';
import { parseManifest } from './manifest-file.ts';

const parse = (text: string) => parseManifest(Buffer.from(text));
const sampleText = (changes: Record<string, unknown> = {}): string =>
  JSON.stringify({ ...JSON.parse(samplePlugin()['plugin.json'] ?? ''), ...changes });

describe('parseManifest', () => {
  it('fills in defaults without changing the digest', () => {
    const read = parse(sampleText());
    expect(read.manifest.permissions).toEqual({});
    expect(read.digest).toBe(parse(`\n ${sampleText()} `).digest);
    expect(read.digest).not.toBe(parse(sampleText({ icon: 'puzzle' })).digest);
  });

  it('says what is wrong, and where', () => {
    const act = () => parse(sampleText({ slug: 'Then', version: '1', engines: { protocol: 1 } }));
    expect(act).toThrow(/^plugin\.json is not valid\. slug: .*; version: .*; engines\.host: /);
    expect(act).toThrow(
      expect.objectContaining({
        rule: 'manifest-invalid',
        path: 'plugin.json',
        fieldErrors: expect.objectContaining({ version: [expect.stringContaining('1.4.2')] }),
      }),
    );
  });

  it('refuses keys it does not know, because a later host may give them a meaning', () => {
    expect(() => parse(sampleText({ postinstall: 'rm -rf /' }))).toThrow(/postinstall/);
    expect(() => parse(sampleText({ permissions: { root: {} } }))).toThrow(/root/);
  });

  it('refuses ranges that are none, and entries that are not among the files', () => {
    expect(() => parse(sampleText({ shared: { react: 'newest' } }))).toThrow(/shared\.react/);
    expect(() => parse(sampleText({ ui: { entry: 'ui/remoteEntry.js' } }))).toThrow(
      'ui.entry: ui/remoteEntry.js is not among the files',
    );
  });

  it('says that BrainDrive is too old, instead of that the manifest is wrong', () => {
    expect(() => parse(sampleText({ manifestVersion: 2 }))).toThrow(
      expect.objectContaining({ code: 'PLUGIN_INCOMPATIBLE' }),
    );
    expect(() => parse(sampleText({ engines: { host: '*', protocol: 2 } }))).toThrow(
      expect.objectContaining({ code: 'PLUGIN_INCOMPATIBLE' }),
    );
  });

  it.each([
    '',
    'null',
    '[]',
    '"x"',
    '{',
    '\ufeff{}',
    `{"settings":${'['.repeat(400_000)}${']'.repeat(400_000)}}`,
    '{"name":"\\ud800"}',
    '{"__proto__":{"slug":"x"}}',
  ])('refuses %.40j', (text) => {
    expect(() => parse(text)).toThrow(expect.objectContaining({ rule: 'manifest-invalid' }));
  });
});
