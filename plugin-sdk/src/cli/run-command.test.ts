import { createHash, generateKeyPairSync, verify } from 'node:crypto';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createManifest, renderManifest } from '../config/create-manifest.ts';
import { runCommand } from './run-command.ts';
import { packArchive } from './tar-archive.ts';

const about = { slug: 'notes', version: '1.0.0', name: 'Notes', author: { name: 'Ada' } };
const digest = (text: string) => `sha256-${createHash('sha256').update(text).digest('base64')}`;

let root = '';
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'braindrive-cli-'));
});
afterEach(() => rm(root, { recursive: true }));

/** Stands for the build: writes what a build of this plugin would. */
async function writeBuilt(folder: string, ui = 'export const init = 1;'): Promise<void> {
  const texts = { 'README.md': '# Notes', LICENSE: 'MIT', 'ui/remoteEntry.js': ui };
  await mkdir(join(folder, 'ui'), { recursive: true });
  for (const [path, text] of Object.entries(texts)) await writeFile(join(folder, path), text);
  const files = Object.fromEntries(
    Object.entries(texts).map(([path, text]) => [path, digest(text)]),
  );
  const manifest = createManifest(about, null, { files, shared: {} });
  await writeFile(join(folder, 'plugin.json'), renderManifest(manifest));
}

async function run(...args: string[]) {
  let output = '';
  let errors = '';
  const built: string[] = [];
  const code = await runCommand(args, {
    write: (text) => {
      output += text;
    },
    writeError: (text) => {
      errors += text;
    },
    build: async (folder) => {
      built.push(folder);
      await writeBuilt(join(folder, 'dist'));
    },
  });
  return { code, output, errors, built };
}

/** Names and contents of a tar, as far as this writer uses the format. */
function readTar(archive: Uint8Array): Map<string, string> {
  const tar = gunzipSync(archive);
  const entries = new Map<string, string>();
  for (let at = 0; tar[at] !== 0; ) {
    const text = (from: number, length: number) =>
      tar.toString('utf8', at + from, at + from + length).replace(/\0.*$/s, '');
    const size = Number.parseInt(text(124, 12), 8);
    const prefix = text(345, 155);
    const path = prefix === '' ? text(0, 100) : `${prefix}/${text(0, 100)}`;
    entries.set(path, tar.toString('utf8', at + 512, at + 512 + size));
    at += 512 + Math.ceil(size / 512) * 512;
  }
  return entries;
}

describe('pack', () => {
  it('makes the same archive of the same files, with its digest beside it', async () => {
    await writeBuilt(root);
    const out = join(root, '..', `${root.split('/').at(-1)}-out`);
    try {
      const { code, output } = await run('pack', root, '--out', out, '--json');
      expect(code).toBe(0);
      const result = JSON.parse(output);
      const archive = await readFile(join(out, 'notes-1.0.0.tgz'));
      const sha256 = createHash('sha256').update(archive).digest('hex');
      expect(result).toMatchObject({ sha256, isSigned: false, findings: [] });
      expect(await readFile(join(out, 'notes-1.0.0.tgz.sha256'), 'utf8')).toBe(
        `${sha256}  notes-1.0.0.tgz\n`,
      );
      expect([...readTar(archive).keys()]).toEqual([
        'plugin.json',
        'LICENSE',
        'README.md',
        'ui/remoteEntry.js',
      ]);
      const elsewhere = join(out, 'copy');
      await cp(root, elsewhere, { recursive: true });
      const again = await run('pack', elsewhere, '--json');
      expect(JSON.parse(again.output).sha256).toBe(sha256);
    } finally {
      await rm(out, { recursive: true });
    }
  });

  it('builds a folder with a config first', async () => {
    await writeFile(join(root, 'plugin.config.ts'), '');
    const { code, built } = await run('pack', root);
    expect({ code, built }).toEqual({ code: 0, built: [root] });
  });

  it('signs over the canonical form', async () => {
    await writeBuilt(root);
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    const key = join(root, '..', `${root.split('/').at(-1)}.key`);
    await writeFile(key, privateKey.export({ format: 'pem', type: 'pkcs8' }));
    try {
      expect(await run('pack', root)).toMatchObject({ code: 0 });
      expect(await run('pack', root, '--key', key)).toMatchObject({ code: 0 });
      const archive = await readFile(join(root, 'notes-1.0.0.tgz'));
      const manifest = readTar(archive).get('plugin.json') ?? '';
      const { signature, ...rest } = JSON.parse(manifest);
      const sorted = (value: unknown): unknown =>
        typeof value === 'object' && value !== null && !Array.isArray(value)
          ? Object.fromEntries(
              Object.entries(value)
                .sort(([left], [right]) => (left < right ? -1 : 1))
                .map(([name, member]) => [name, sorted(member)]),
            )
          : value;
      const bytes = Buffer.from(JSON.stringify(sorted(rest)));
      const raw = publicKey.export({ format: 'jwk' }).x ?? '';
      expect(signature.publicKey).toBe(Buffer.from(raw, 'base64url').toString('base64'));
      expect(verify(null, bytes, publicKey, Buffer.from(signature.value, 'base64'))).toBe(true);
      await writeFile(key, 'no key');
      expect(await run('pack', root, '--key', key)).toMatchObject({
        code: 1,
        errors: expect.stringContaining('pack/key-invalid'),
      });
    } finally {
      await rm(key);
    }
  });

  it('packs nothing while there are errors', async () => {
    await writeBuilt(root, 'eval("1")');
    const { code, output } = await run('pack', root);
    expect(code).toBe(1);
    expect(output).toContain('BD401');
    await expect(readFile(join(root, 'notes-1.0.0.tgz'))).rejects.toThrow('ENOENT');
  });

  it('splits long paths, and refuses what does not fit', () => {
    const long = `ui/${'a'.repeat(80)}/${'b'.repeat(80)}.js`;
    const files = new Map([[long, new TextEncoder().encode('x')]]);
    expect([...readTar(packArchive(files))]).toEqual([[long, 'x']]);
    const tooLong = new Map([[`ui/${'a'.repeat(150)}.js`, new Uint8Array()]]);
    expect(() => packArchive(tooLong)).toThrow('too long a path');
  });
});

describe('check and the command line', () => {
  it('ends with 1 for errors and tells the way out', async () => {
    await writeBuilt(root, 'eval("1")');
    const { code, output } = await run('check', root);
    expect(code).toBe(1);
    expect(output).toMatch(/error {3}BD401 .*\n +The page forbids it/);
    expect(output).toContain('1 errors, 0 warnings');
    expect(JSON.parse((await run('check', root, '--json')).output).findings).toHaveLength(1);
  });

  it('says how it is called', async () => {
    expect(await run('--help')).toMatchObject({ code: 0, output: expect.stringContaining('pack') });
    expect((await run('frobnicate')).code).toBe(2);
    expect((await run('check', '--nope')).code).toBe(2);
    expect((await run('check', 'a', 'b')).code).toBe(2);
    expect(await run('check', root)).toMatchObject({
      code: 1,
      errors: expect.stringContaining('pack/no-plugin'),
    });
  });
});
