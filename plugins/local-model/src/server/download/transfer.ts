import { type FileHandle, open, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { ProviderError } from '@braindrive/plugin-sdk';
import { diskFullError, statusError, TransientDownloadError } from './download-errors.ts';
import type { DownloadPorts } from './download-ports.ts';

export interface DownloadRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The file so far; what is there is kept and continued. */
  readonly partPath: string;
  /** Bytes of the whole file, or null until the server has said it. */
  readonly totalBytes: number | null;
  /** The version that the bytes in the part file belong to, or null when it is not known. */
  readonly etag: string | null;
  /** How long the server may take to answer with its headers. */
  readonly connectTimeoutMs: number;
  /** Attempts in a row that bring no byte, before the download fails. */
  readonly maxAttempts: number;
}

export interface DownloadProgress {
  readonly receivedBytes: number;
  readonly totalBytes: number | null;
  readonly etag: string | null;
}

/** Room that a download leaves on the disk, so that the rest of the host can go on. */
const reservedDiskBytes = 200_000_000;
const diskCheckBytes = 256 * 1024 * 1024;
const stallTimeoutMs = 30_000;

/** One attempt: one request, read to its end. */
export class Transfer {
  readonly #request: DownloadRequest;
  readonly #ports: DownloadPorts;
  readonly #signal: AbortSignal;
  readonly #onProgress: (progress: DownloadProgress) => void;

  constructor(
    request: DownloadRequest,
    ports: DownloadPorts,
    signal: AbortSignal,
    onProgress: (progress: DownloadProgress) => void,
  ) {
    this.#request = request;
    this.#ports = ports;
    this.#signal = signal;
    this.#onProgress = onProgress;
  }

  async run(): Promise<number> {
    const have = await sizeOf(this.#request.partPath);
    if (have > 0 && have === this.#request.totalBytes) {
      this.#report(have, have, this.#request.etag);
      return have;
    }
    const attempt = new AbortController();
    const signal = AbortSignal.any([this.#signal, attempt.signal]);
    const timer = new StallTimer(attempt);
    try {
      timer.restart(this.#request.connectTimeoutMs);
      const response = await this.#ports.fetch(this.#request.url, {
        headers: this.#headers(have),
        signal,
      });
      return await this.#receive(response, have, timer);
    } finally {
      timer.stop();
      attempt.abort();
    }
  }

  #headers(have: number): Record<string, string> {
    const { headers, etag } = this.#request;
    // Compression would make ranges and sizes meaningless.
    const plain = { ...headers, 'accept-encoding': 'identity' };
    if (have === 0) {
      return plain;
    }
    const isStrong = etag !== null && !etag.startsWith('W/');
    return { ...plain, range: `bytes=${have}-`, ...(isStrong ? { 'if-range': etag } : {}) };
  }

  async #receive(response: Response, have: number, timer: StallTimer): Promise<number> {
    const host = new URL(this.#request.url).host;
    if (response.status === 416) {
      return this.#settleUnsatisfiableRange(response, have);
    }
    if (!response.ok) {
      throw statusError(response.status, host, response.headers.get('retry-after'));
    }
    if (response.headers.get('content-type')?.startsWith('text/html') === true) {
      throw new ProviderError(
        'provider/invalid-response',
        `${host} sent a web page, not a file. Check the address.`,
      );
    }
    const etag = response.headers.get('etag');
    const start = response.status === 206 ? rangeStart(response) : 0;
    if (start !== have && start !== 0) {
      throw new TransientDownloadError('The server sent another range than it was asked for.');
    }
    const total = totalOf(response, start) ?? this.#request.totalBytes;
    if (this.#request.totalBytes !== null && total !== this.#request.totalBytes && start > 0) {
      await truncate(this.#request.partPath);
      throw new TransientDownloadError('The file has changed.');
    }
    await this.#checkDisk(start, total);
    this.#report(start, total, etag);
    return this.#write(response, { start, total, etag }, timer);
  }

  /** 416: the part file holds all of it already, or is longer than the file. */
  async #settleUnsatisfiableRange(response: Response, have: number): Promise<number> {
    await response.body?.cancel();
    const total = Number(response.headers.get('content-range')?.split('/')[1] ?? Number.NaN);
    if (total === have) {
      this.#report(have, have, this.#request.etag);
      return have;
    }
    await truncate(this.#request.partPath);
    throw new TransientDownloadError('The file on the server is shorter than what is here.');
  }

  async #write(
    response: Response,
    { start, total, etag }: { start: number; total: number | null; etag: string | null },
    timer: StallTimer,
  ): Promise<number> {
    const file = await open(this.#request.partPath, start === 0 ? 'w' : 'r+');
    let received = start;
    let nextDiskCheck = start + diskCheckBytes;
    try {
      for await (const chunk of response.body ?? []) {
        timer.restart(stallTimeoutMs);
        await writeAll(file, chunk, received);
        received += chunk.length;
        this.#report(received, total, etag);
        if (received >= nextDiskCheck) {
          nextDiskCheck = received + diskCheckBytes;
          await this.#checkDisk(received, total);
        }
      }
      await file.sync();
    } finally {
      await file.close();
    }
    if (total !== null && received !== total) {
      if (received > total) {
        await truncate(this.#request.partPath);
      }
      throw new TransientDownloadError('The connection was cut.');
    }
    return received;
  }

  async #checkDisk(received: number, total: number | null): Promise<void> {
    const free = await this.#ports.freeDiskBytes(dirname(this.#request.partPath));
    const needed = Math.max(0, (total ?? received) - received);
    if (free < needed + reservedDiskBytes) {
      throw diskFullError(needed + reservedDiskBytes, free);
    }
  }

  #report(receivedBytes: number, totalBytes: number | null, etag: string | null): void {
    this.#onProgress({ receivedBytes, totalBytes, etag });
  }
}

/** Ends an attempt that brings nothing for too long. */
class StallTimer {
  readonly #attempt: AbortController;
  #timer: NodeJS.Timeout | null = null;

  constructor(attempt: AbortController) {
    this.#attempt = attempt;
  }

  restart(ms: number): void {
    this.stop();
    this.#timer = setTimeout(
      () => this.#attempt.abort(new TransientDownloadError('no answer in time')),
      ms,
    );
  }

  stop(): void {
    if (this.#timer !== null) {
      clearTimeout(this.#timer);
    }
  }
}

async function writeAll(file: FileHandle, chunk: Uint8Array, position: number): Promise<void> {
  for (let written = 0; written < chunk.length; ) {
    const result = await file.write(chunk, written, chunk.length - written, position + written);
    written += result.bytesWritten;
  }
}

function rangeStart(response: Response): number {
  const match = /^bytes (\d+)-/.exec(response.headers.get('content-range') ?? '');
  return match === null ? -1 : Number(match[1]);
}

function totalOf(response: Response, start: number): number | null {
  const ranged = Number(response.headers.get('content-range')?.split('/')[1] ?? Number.NaN);
  if (Number.isFinite(ranged)) {
    return ranged;
  }
  const length = response.headers.get('content-length');
  return length === null ? null : start + Number(length);
}

/** Bytes of a file; 0 when there is none. */
export const sizeOf = (path: string): Promise<number> =>
  stat(path).then(
    ({ size }) => size,
    () => 0,
  );

async function truncate(path: string): Promise<void> {
  await (await open(path, 'w')).close();
}
