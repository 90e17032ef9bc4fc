import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { brokenBytes } from '../testing/broken-bytes.ts';
import { paxHeader, rawTar } from '../testing/raw-tar.ts';
import { rawZip } from '../testing/raw-zip.ts';
import { samplePlugin } from '../testing/sample-plugin.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { unpackPlugin } from './index.ts';

const entries = Object.entries(samplePlugin()).map(([name, content]) => ({ name, content }));
const [first, ...rest] = entries;
// The bytes are broken before they are compressed, so that no checksum of gzip hides the tar reader from them.
const tar = rawTar([
  ...(first === undefined ? [] : [paxHeader({ path: first.name, comment: 'c' }), first]),
  { name: 'server/', type: '5' },
  { name: '././@LongLink', type: 'L', content: `${rest[0]?.name}\0` },
  ...rest,
]);
const storedZip = rawZip(entries.map((entry) => ({ ...entry, isStored: true })));
const deflatedZip = rawZip(entries);

const kinds = [
  ['tar', (seed: number) => gzipSync(brokenBytes(tar, seed), { level: 1 })],
  ['tgz', (seed: number) => brokenBytes(gzipSync(tar), seed)],
  ['stored zip', (seed: number) => brokenBytes(storedZip, seed)],
  ['deflated zip', (seed: number) => brokenBytes(deflatedZip, seed)],
] as const;

describe('broken archives', () => {
  it.each(kinds)(
    'of kind %s end in a typed error, or in a plugin that fits its manifest',
    async (kind, make) => {
      await using folder = await temporaryFolder();
      const sound = join(folder.path, 'sound');
      await mkdir(sound);
      const soundFile = join(folder.path, 'sound.tgz');
      await writeFile(soundFile, gzipSync(tar));
      const { digest } = await unpackPlugin({ kind: 'archive', path: soundFile }, sound);
      for (let seed = 0; seed < 250; seed++) {
        const path = join(folder.path, `${seed}.packed`);
        const target = join(folder.path, `targets/${seed}`);
        await mkdir(target, { recursive: true });
        await writeFile(path, make(seed));
        const result = await unpackPlugin({ kind: 'archive', path }, target).catch(
          (error: unknown) => error,
        );
        const isSound = typeof result === 'object' && result !== null && 'digest' in result;
        // A tar has no checksum of its own for the one file that no other lists: plugin.json.
        if (isSound) expect(kind === 'tar' || result.digest === digest, `seed ${seed}`).toBe(true);
        else
          expect(result, `seed ${seed}`).toMatchObject({
            code: expect.stringMatching(/^PLUGIN_(ARCHIVE_REFUSED|INCOMPATIBLE)$/),
          });
      }
      const outside = (await folder.files()).filter(
        (path) => !/^(\d+\.packed|sound\.tgz|sound\/.*|targets\/\d+\/.*)$/.test(path),
      );
      expect(outside).toEqual([]);
    },
    30_000,
  );
});
