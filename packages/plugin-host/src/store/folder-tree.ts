import { chmod, open, opendir, rm } from 'node:fs/promises';
import { join } from 'node:path';

const readOnlyFile = 0o444;
const readOnlyFolder = 0o555;
const writableFolder = 0o755;

/** Takes the right to write from everything below a folder, and sees it onto the disk. */
export async function sealBelow(directory: string): Promise<void> {
  for await (const entry of await opendir(directory)) {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) {
      await sealBelow(path);
      await chmod(path, readOnlyFolder);
    } else {
      await chmod(path, readOnlyFile);
    }
  }
  await syncFolder(directory);
}

/** The last step: before it, a folder could not be moved by anybody but root. */
export const sealFolder = (directory: string): Promise<void> => chmod(directory, readOnlyFolder);

/** Makes the folder movable again. */
export const unsealFolder = (directory: string): Promise<void> => chmod(directory, writableFolder);

/** Removes a folder that may be sealed, or be gone already. */
export async function removeTree(directory: string): Promise<void> {
  await unsealTree(directory).catch(ignoreMissing);
  await rm(directory, { recursive: true, force: true });
}

async function unsealTree(directory: string): Promise<void> {
  await chmod(directory, writableFolder);
  for await (const entry of await opendir(directory)) {
    if (entry.isDirectory()) await unsealTree(join(directory, entry.name));
  }
}

/** A rename is only safe from a power cut once the folder around it is on the disk. */
export async function syncFolder(directory: string): Promise<void> {
  const handle = await open(directory, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function ignoreMissing(error: unknown): void {
  if (!isErrorCode(error, 'ENOENT')) throw error;
}

export const isErrorCode = (error: unknown, ...codes: readonly string[]): boolean =>
  error instanceof Error && 'code' in error && codes.includes(String(error.code));
