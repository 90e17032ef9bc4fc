import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DomainError } from '../domain-error.ts';

/** A picture as the host serves it. */
export interface Avatar {
  readonly bytes: Buffer;
  readonly contentType: string;
}

const maxAvatarBytes = 512 * 1024;
const namePattern = /^[0-9a-f]{32}\.(png|jpg|webp)$/;
const contentTypes: Readonly<Record<string, string>> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  webp: 'image/webp',
};

/**
 * Keeps avatars as files under random names. What a client says about the type is not believed: the first bytes
 * decide, so nothing but a picture is ever served.
 */
export class AvatarStore {
  readonly #directory: string;

  /** @param directory - Made when the first avatar is stored. */
  constructor(directory: string) {
    this.#directory = directory;
  }

  /**
   * Stores a picture.
   * @param dataUrl - PNG, JPEG or WebP in base64, at most 512 kB.
   * @returns the file's name.
   * @throws {DomainError} `VALIDATION_FAILED`.
   */
  async save(dataUrl: string): Promise<string> {
    const bytes = decodeDataUrl(dataUrl);
    if (bytes.length > maxAvatarBytes) throw refuse('The picture is larger than 512 kB.');
    const extension = extensionOf(bytes);
    if (extension === null) throw refuse('This is not a PNG, JPEG or WebP picture.');
    const name = `${randomBytes(16).toString('hex')}.${extension}`;
    await mkdir(this.#directory, { recursive: true, mode: 0o700 });
    const temporary = join(this.#directory, `${name}.part`);
    await writeFile(temporary, bytes, { flag: 'wx', mode: 0o600 });
    await rename(temporary, join(this.#directory, name));
    return name;
  }

  /** @returns the picture, or null when the name is not one of ours or the file is gone. */
  async read(name: string): Promise<Avatar | null> {
    const extension = namePattern.exec(name)?.[1];
    const contentType = extension === undefined ? undefined : contentTypes[extension];
    if (contentType === undefined) return null;
    try {
      return { bytes: await readFile(join(this.#directory, name)), contentType };
    } catch (error) {
      if (isMissing(error)) return null;
      throw error;
    }
  }

  /** Deletes a picture; one that is gone already is fine. */
  async remove(name: string): Promise<void> {
    if (namePattern.test(name)) await rm(join(this.#directory, name), { force: true });
  }
}

const refuse = (what: string) =>
  new DomainError(
    'VALIDATION_FAILED',
    `${what} Choose a PNG, JPEG or WebP picture of at most 512 kB.`,
  );

const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT';

function decodeDataUrl(dataUrl: string): Buffer {
  const match = /^data:image\/[a-z]+;base64,([A-Za-z0-9+/]+={0,2})$/.exec(dataUrl);
  if (match?.[1] === undefined) throw refuse('The picture cannot be read.');
  return Buffer.from(match[1], 'base64');
}

const pngSignature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const jpegSignature = Buffer.from([0xff, 0xd8, 0xff]);

function extensionOf(bytes: Buffer): string | null {
  if (bytes.subarray(0, pngSignature.length).equals(pngSignature)) return 'png';
  if (bytes.subarray(0, jpegSignature.length).equals(jpegSignature)) return 'jpg';
  const isRiff = bytes.subarray(0, 4).toString('latin1') === 'RIFF';
  return isRiff && bytes.subarray(8, 12).toString('latin1') === 'WEBP' ? 'webp' : null;
}
