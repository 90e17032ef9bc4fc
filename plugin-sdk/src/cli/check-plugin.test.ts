import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createManifest } from '../config/create-manifest.ts';
import { defineConfig } from '../config/define-config.ts';
import { checkPlugin } from './check-plugin.ts';

const config = defineConfig({
  slug: 'notes',
  version: '1.0.0',
  name: 'Notes',
  author: { name: 'Ada' },
  permissions: { storage: { quotaMB: 1 } },
  settings: z.object({}),
});
const description = { chatTools: [], providers: [], jobs: [], dataVersion: 1, canDowngradeTo: [] };
const digest = (text: string) => `sha256-${createHash('sha256').update(text).digest('base64')}`;

const texts = {
  'README.md': '# Notes',
  LICENSE: 'MIT',
  'server/index.mjs': 'export const serve = () => {};',
  'ui/remoteEntry.js': 'export const init = () => {};',
};
const sources = {
  'src/server/index.ts': 'definePlugin(config, { router: ({ ctx }) => ctx.storage })',
};

/** Findings for the files of a plugin; `plugin.json` is made of them unless it is given. */
function check(
  changes: Readonly<Record<string, string>> = {},
  options: { sources?: Record<string, string>; jobs?: boolean; unlisted?: string } = {},
) {
  const all: Record<string, string> = { ...texts, ...changes };
  const listed = Object.keys(all).filter((path) => path !== options.unlisted);
  const jobs = options.jobs ? [{ name: 'sync', title: 'Sync', every: '15m' }] : [];
  const manifest = createManifest(
    config,
    { ...description, jobs },
    {
      files: Object.fromEntries(listed.map((path) => [path, digest(all[path] ?? '')])),
      shared: {},
    },
  );
  const files = new Map(
    Object.entries({ 'plugin.json': JSON.stringify(manifest), ...all }).map(([path, text]) => [
      path,
      new TextEncoder().encode(text),
    ]),
  );
  return { files, ...checkPlugin(files, new Map(Object.entries(options.sources ?? sources))) };
}
const numbers = (findings: readonly { readonly number: string }[]) =>
  findings.map(({ number }) => number);

describe('checkPlugin', () => {
  it('finds nothing in a plugin that keeps the rules', () => {
    expect(check().findings).toEqual([]);
  });

  it('names each problem of a manifest that does not fit', () => {
    const files = new Map([['plugin.json', new TextEncoder().encode('{"manifestVersion":2}')]]);
    const { manifest, findings } = checkPlugin(files);
    expect(manifest).toBeNull();
    expect(findings.length).toBeGreaterThan(3);
    expect(new Set(numbers(findings))).toEqual(new Set(['BD101']));
    expect(numbers(checkPlugin(new Map()).findings)).toEqual(['BD101']);
  });

  it('sees files that were changed, are missing or are not listed', () => {
    const { files } = check();
    const changed = new Map([...files, ['README.md', new Uint8Array([1])]]);
    expect(numbers(checkPlugin(changed).findings)).toEqual(['BD102']);
    changed.delete('README.md');
    expect(numbers(checkPlugin(changed).findings)).toEqual(['BD102', 'BD104']);
    expect(numbers(check({ 'x.js': '1' }, { unlisted: 'x.js' }).findings)).toEqual(['BD103']);
  });

  it('holds the front-end to its budget, gzipped', () => {
    const noise = (bytes: number) =>
      Array.from({ length: bytes / 32 }, (_, at) => digest(String(at)).slice(7, 39)).join('');
    const entry = { 'ui/remoteEntry.js': "import('./assets/ui.js')", 'ui/assets/b.js': '' };
    const first = "import{x}from'./a.js';import('./b.js')";
    const large = noise(96 * 1024);
    const atOnce = check({ ...entry, 'ui/assets/ui.js': first, 'ui/assets/a.js': large });
    expect(numbers(atOnce.findings)).toEqual(['BD201']);
    const later = check({ ...entry, 'ui/assets/ui.js': first, 'ui/assets/b.js': large });
    expect(later.findings).toEqual([]);
    expect(numbers(check({ 'ui/assets/a.js': noise(1024 * 1024) }).findings)).toEqual(['BD202']);
  });

  it('compares permissions with what the code uses', () => {
    const unused = check({}, { sources: { 'src/server/index.ts': 'export default 1;' } });
    expect(unused.findings).toMatchObject([
      { number: 'BD301', message: expect.stringContaining('permissions.storage') },
    ]);
    const missing = check(
      {},
      { sources: { 'src/server/index.ts': 'ctx.storage; ctx.http.fetch(x)' } },
    );
    expect(numbers(missing.findings)).toEqual(['BD302']);
    const taken = check({}, { sources: { 'src/server/a.ts': 'ctx.storage; const { ai } = ctx;' } });
    expect(numbers(taken.findings)).toEqual(['BD302']);
    expect(numbers(check({}, { jobs: true }).findings)).toEqual(['BD302']);
  });

  it('reads the bundle, without its comments, where the source is not at hand', () => {
    const bundle =
      '/* ctx.ai */\n// ctx.http\nexport const serve = ({ ctx }) => ctx.notify.show();';
    const { findings } = check({ 'server/index.mjs': bundle }, { sources: {} });
    expect(findings.map(({ message }) => message)).toEqual([
      'server/index.mjs uses ctx.notify and permissions.notify is not asked for.',
    ]);
  });

  it.each([
    ['BD401', 'const f = new Function("return 1")'],
    ['BD401', 'eval("1")'],
    ['BD401', 'setTimeout("go()", 1)'],
    ['BD402', 'x.innerHTML = "<img src=a onerror=\\"go()\\">"'],
    ['BD402', 'location.href = "javascript:go()"'],
    ['BD402', 'await import("https://example.com/x.js")'],
    ['BD403', 'exports.__CLIENT_INTERNALS_DO_NOT_USE_OR_WARN_USERS_THEY_CANNOT_UPGRADE = x'],
    ['BD403', 'throw Error("MantineProvider was not found in component tree")'],
    ['BD404', 'import { readFile } from "node:fs"'],
  ])('finds %s in %s', (number, code) => {
    expect(numbers(check({ 'ui/assets/a.js': code }).findings)).toEqual([number]);
  });

  it.each([
    'medieval("1"); retrieval (x); my.eval(1)',
    'const probe=()=>{try{return Function(``),!0}catch{return!1}}',
    'setTimeout(() => go(), 1)',
    'const html = "<p>One and two = three</p>"',
  ])('finds nothing in %s', (code) => {
    expect(check({ 'ui/assets/a.js': code }).findings).toEqual([]);
  });

  it('warns of doors that are closed to plugins', () => {
    const server = (code: string) =>
      check({}, { sources: { 'src/server/a.ts': `ctx.storage; ${code}` } });
    expect(numbers(server("import { spawn } from 'node:child_process'").findings)).toEqual([
      'BD501',
    ]);
    expect(numbers(server("await fetch('https://example.com')").findings)).toEqual(['BD502']);
    expect(server("await ctx.http?.fetch; import { join } from 'node:path'").findings).toHaveLength(
      1,
    );
  });
});
