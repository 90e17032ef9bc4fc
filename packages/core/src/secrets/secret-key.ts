import { randomBytes } from 'node:crypto';
import { chmod, mkdir, open, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

const minKeyBytes = 32;
const fileName = 'secret.key';
/** Any access by the group or by others. */
const foreignAccessBits = 0o077;

/** Keys that stand in documents and examples, so everybody knows them. Compared without case and punctuation. */
const sampleWords = [
  'changeme',
  'change me',
  'your secret key',
  'your-secret-key-here',
  'secret',
  'supersecret',
  'super secret key',
  'secret key',
  'secretkey',
  'password',
  'example',
  'test',
  'braindrive',
  'replace me',
  'insecure',
  'default',
];

/** The secret key cannot be used; the message says why and what to do. */
export class SecretKeyError extends Error {
  override readonly name = 'SecretKeyError';
}

export interface SecretKeyOptions {
  /** Folder that holds `secret.key` when no key is given. Made when it is missing. */
  readonly dataDirectory: string;
  /** The key from the environment or from its file: 32 bytes or more in base64 or hex. Empty or left out: use the folder's own. */
  readonly configured?: string;
  /** Told when the key file could be read by others; its mode has been tightened by then. */
  readonly onTightened?: (path: string) => void;
}

/**
 * The instance's secret key: from the configuration, else from `secret.key` in the data folder, which is made with
 * random bytes on the first start.
 * @returns at least 32 bytes. Derive keys from it with `deriveKey`; never use it directly.
 * @throws {SecretKeyError} when the key is too short, unreadable, or one that everybody knows.
 */
export async function loadSecretKey(options: SecretKeyOptions): Promise<Buffer> {
  const configured = options.configured?.trim() ?? '';
  if (configured !== '') return parseKey(configured, 'The configured secret key');
  const path = join(options.dataDirectory, fileName);
  await mkdir(options.dataDirectory, { recursive: true, mode: 0o700 });
  const text = (await readKeyFile(path, options.onTightened)) || (await createKeyFile(path));
  return parseKey(text, `The secret key in ${path}`);
}

const advice = 'Make one with: openssl rand -base64 32';

function parseKey(text: string, what: string): Buffer {
  if (isSample(text))
    throw new SecretKeyError(`${what} is a sample value that everybody knows. ${advice}`);
  const key = decode(text);
  if (key === null) throw new SecretKeyError(`${what} is neither base64 nor hex. ${advice}`);
  if (key.length < minKeyBytes)
    throw new SecretKeyError(
      `${what} has ${key.length} bytes; ${minKeyBytes} are the least. ${advice}`,
    );
  if (new Set(key).size < 8)
    throw new SecretKeyError(`${what} repeats the same few bytes. ${advice}`);
  return key;
}

function decode(text: string): Buffer | null {
  if (/^(?:[0-9a-f]{2})+$/i.test(text)) return Buffer.from(text, 'hex');
  return /^[A-Za-z0-9+/_-]+={0,2}$/.test(text) ? Buffer.from(text, 'base64') : null;
}

const squeeze = (text: string): string => text.toLowerCase().replaceAll(/[^a-z]/g, '');

/** A sample, a sample repeated to the needed length, or the base64 of one. */
function isSample(text: string): boolean {
  const decoded = Buffer.from(text, 'base64').toString('latin1');
  const samples = new Set(sampleWords.map(squeeze));
  return [squeeze(text), squeeze(decoded)].some((candidate) =>
    [...samples].some((sample) => candidate !== '' && candidate.replaceAll(sample, '') === ''),
  );
}

async function readKeyFile(
  path: string,
  onTightened: ((path: string) => void) | undefined,
): Promise<string | null> {
  try {
    const { mode } = await stat(path);
    if (process.platform !== 'win32' && (mode & foreignAccessBits) !== 0) {
      await chmod(path, 0o600);
      onTightened?.(path);
    }
    return (await readFile(path, 'utf8')).trim();
  } catch (cause) {
    if (isErrno(cause, 'ENOENT')) return null;
    throw new SecretKeyError(
      `The secret key in ${path} cannot be read. Give it to the user that runs BrainDrive, with mode 0600.`,
      { cause },
    );
  }
}

/** Makes the file, or reads it when another process was faster. */
async function createKeyFile(path: string): Promise<string> {
  const text = randomBytes(minKeyBytes).toString('base64');
  try {
    const file = await open(path, 'wx', 0o600);
    try {
      await file.writeFile(`${text}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
    return text;
  } catch (error) {
    if (isErrno(error, 'EEXIST')) return readWhenWritten(path);
    throw error;
  }
}

/** The other process has made the file, but may not have written it yet. */
async function readWhenWritten(path: string): Promise<string> {
  for (let tries = 0; tries < 40; tries += 1) {
    const text = (await readFile(path, 'utf8')).trim();
    if (text !== '') return text;
    await setTimeout(25);
  }
  throw new SecretKeyError(
    `The secret key in ${path} is empty. Delete the file to have a new key made; secrets stored with an older key are then lost.`,
  );
}

const isErrno = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code;
