import { isPluginError, ProviderError } from '@braindrive/plugin-sdk';
import { formatBytes } from '../catalogue/format-bytes.ts';

/** A failure that may pass by itself: the download tries again. */
export class TransientDownloadError extends Error {
  override readonly name = 'TransientDownloadError';
  /** What the server asked for, or null. */
  readonly retryAfterMs: number | null;
  constructor(message: string, options: { cause?: unknown; retryAfterMs?: number | null } = {}) {
    super(message, { cause: options.cause });
    this.retryAfterMs = options.retryAfterMs ?? null;
  }
}

/** @returns The error for a status that is no success. */
export function statusError(status: number, host: string, retryAfter: string | null): Error {
  if (status === 429 || status >= 500) {
    const seconds = Number(retryAfter ?? Number.NaN);
    return new TransientDownloadError(`${host} answered ${status}.`, {
      retryAfterMs: Number.isFinite(seconds) ? Math.min(seconds, 60) * 1000 : null,
    });
  }
  if (status === 401 || status === 403) {
    return new ProviderError(
      'provider/unauthorized',
      `${host} refused the file (${status}). The model may need an account: download it in a browser and add its path.`,
    );
  }
  if (status === 404 || status === 410) {
    return new ProviderError(
      'provider/model-not-found',
      `${host} has no such file. Check the address.`,
    );
  }
  return new ProviderError('provider/bad-request', `${host} refused the file (${status}).`);
}

export const diskFullError = (neededBytes: number, freeBytes: number): ProviderError =>
  new ProviderError(
    'provider/disk-full',
    `Needs ${formatBytes(neededBytes)} of disk, ${formatBytes(freeBytes)} are free. Make room, then continue.`,
    { details: { neededBytes, freeBytes } },
  );

export const wrongDigestError = (host: string): ProviderError =>
  new ProviderError(
    'provider/model-file-invalid',
    `The file from ${host} is not the one it should be (its SHA-256 differs). It was deleted; fetch it again.`,
  );

/** @param received - Bytes on the disk. @param total - Bytes of the whole file, or null. */
export function cutDownloadError(
  received: number,
  total: number | null,
  host: string,
  cause: unknown,
): ProviderError {
  const reason = causeText(cause);
  const message =
    received === 0
      ? `${host} cannot be reached (${reason}). Try again when you are online.`
      : `Download cut at ${formatBytes(received)}${total === null ? '' : ` of ${formatBytes(total)}`}. Continue it when you are online.`;
  return new ProviderError('provider/unreachable', message, { cause, details: { reason } });
}

/** The deepest message of an error: `fetch` hides the reason in its cause. */
export function causeText(cause: unknown): string {
  if (!(cause instanceof Error)) {
    return String(cause);
  }
  if (cause.cause instanceof Error) {
    return causeText(cause.cause);
  }
  // A refused connection to a name with several addresses has no message of its own.
  return cause.message === '' ? String(Reflect.get(cause, 'code') ?? cause.name) : cause.message;
}

/** True when `cause` says that the disk is full. */
export const isNoSpace = (cause: unknown): boolean =>
  cause instanceof Error && 'code' in cause && (cause.code === 'ENOSPC' || cause.code === 'EDQUOT');

/** True for failures that trying again cannot mend. */
export const isFinal = (cause: unknown): boolean => isPluginError(cause) || isNoSpace(cause);
