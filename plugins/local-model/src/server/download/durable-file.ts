import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { z } from 'zod';

/** SHA-256 of a file in hex. */
export async function sha256OfFile(path: string, signal: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path, { highWaterMark: 1024 * 1024 }), hash, { signal });
  return hash.digest('hex');
}

/** Moves a finished file to its place so that a power cut leaves the old or the new one, never half of it. */
export async function moveIntoPlace(from: string, to: string): Promise<void> {
  await syncPath(from);
  await rename(from, to);
  await syncPath(dirname(to));
}

/** Writes JSON so that a reader sees the old or the new text, never half of it. */
export async function writeJsonAtomically(path: string, value: unknown): Promise<void> {
  const temporary = `${path}.${process.pid}.tmp`;
  const file = await open(temporary, 'w', 0o600);
  try {
    await file.writeFile(`${JSON.stringify(value, null, 2)}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(temporary, path);
}

/** @returns Null when there is no such file, or it does not hold what it should. */
export async function readJson<Schema extends z.ZodType>(
  path: string,
  schema: Schema,
): Promise<z.infer<Schema> | null> {
  try {
    return schema.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch {
    // A missing or damaged index is rebuilt from the files beside it.
    return null;
  }
}

export const removeFile = (path: string): Promise<void> => rm(path, { force: true });

async function syncPath(path: string): Promise<void> {
  const handle = await open(path, 'r').catch(() => null);
  try {
    // Some systems cannot sync a folder; the rename is atomic there all the same.
    await handle?.sync().catch(() => undefined);
  } finally {
    await handle?.close();
  }
}
