/** How large a plugin may be. */
export interface ArchiveLimits {
  readonly packedBytes: number;
  readonly unpackedBytes: number;
  readonly files: number;
  /** Folders on the way to a file. */
  readonly depth: number;
  readonly manifestBytes: number;
  /** Unpacked bytes for each packed one, once {@link ratioFromBytes} are unpacked. */
  readonly ratio: number;
  readonly ratioFromBytes: number;
}

const mebibyte = 1_024 * 1_024;

export const archiveLimits: ArchiveLimits = {
  packedBytes: 20 * mebibyte,
  unpackedBytes: 100 * mebibyte,
  files: 2_000,
  depth: 12,
  manifestBytes: mebibyte,
  // Repetitive text reaches 30, a file of zeros 1,000.
  ratio: 100,
  ratioFromBytes: 4 * mebibyte,
};

/** `20 MiB`, `1.5 MiB`, `12 KiB`, for messages. */
export function shownSize(bytes: number): string {
  const [amount, unit] = bytes >= mebibyte ? [bytes / mebibyte, 'MiB'] : [bytes / 1_024, 'KiB'];
  return `${amount.toFixed(1).replace(/\.0$/, '')} ${unit}`;
}
