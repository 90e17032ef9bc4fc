import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { AvatarStore } from './avatar-store.ts';

let directory: string;
let store: AvatarStore;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'braindrive-avatars-'));
  store = new AvatarStore(join(directory, 'avatars'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const png = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0]);
const jpeg = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 0]);
const webp = Buffer.from('RIFF\0\0\0\0WEBPVP8 ', 'latin1');
const dataUrl = (bytes: Buffer, type = 'image/png') =>
  `data:${type};base64,${bytes.toString('base64')}`;

it.each([
  ['PNG', png, 'image/png'],
  ['JPEG', jpeg, 'image/jpeg'],
  ['WebP', webp, 'image/webp'],
])('keeps a %s by what its bytes say, whatever its label is', async (_name, bytes, contentType) => {
  const name = await store.save(dataUrl(bytes, 'image/svg'.replace('svg', 'gif')));
  expect(await store.read(name)).toEqual({ bytes, contentType });
  expect((await stat(join(directory, 'avatars', name))).mode & 0o777).toBe(0o600);
});

it.each([
  ['a script in disguise', dataUrl(Buffer.from('<svg onload=alert(1)>'))],
  ['another media type', 'data:text/html;base64,aGk='],
  ['no data URL', 'https://example.com/a.png'],
  ['nothing', 'data:image/png;base64,'],
  ['too many bytes', dataUrl(Buffer.concat([png, Buffer.alloc(512 * 1024)]))],
])('refuses %s and keeps no file', async (_name, url) => {
  await expect(store.save(url)).rejects.toMatchObject({ code: 'VALIDATION_FAILED' });
  expect(await readdir(directory)).toEqual([]);
});

it('reads nothing but its own files', async () => {
  await store.save(dataUrl(png));
  await writeFile(join(directory, 'secret.png'), 'x');
  for (const name of [
    '../secret.png',
    'secret.png',
    '',
    `${'0'.repeat(32)}.png`,
    `${'0'.repeat(32)}.svg`,
  ])
    expect(await store.read(name)).toBeNull();
});

it('removes a picture, twice if asked', async () => {
  const name = await store.save(dataUrl(png));
  await store.remove(name);
  await store.remove(name);
  await store.remove('../../etc/passwd');
  expect(await store.read(name)).toBeNull();
});
