import type { EgressFetch } from '@braindrive/core';
import { shownSize } from '../archive/index.ts';
import { asSourceError, sourceFailed } from './source-error.ts';
import { timelyChunks } from './timely-chunks.ts';

const answerTimeoutMs = 30_000;

/** Asks a server and waits for its headers only. @throws {DomainError} `PLUGIN_SOURCE_FAILED`, `ADDRESS_REFUSED` */
export async function ask(
  fetch: EgressFetch,
  url: string,
  options: { readonly headers?: Record<string, string>; readonly signal?: AbortSignal } = {},
): Promise<Response> {
  const { signal } = options;
  const impatience = new AbortController();
  const timer = setTimeout(() => {
    impatience.abort(sourceFailed(`${hostOf(url)} does not answer. Try again later.`));
  }, answerTimeoutMs);
  const signals = signal === undefined ? [impatience.signal] : [impatience.signal, signal];
  try {
    return await fetch(url, {
      headers: { 'user-agent': 'BrainDrive', ...options.headers },
      signal: AbortSignal.any(signals),
    });
  } catch (error) {
    const reason = impatience.signal.aborted ? impatience.signal.reason : error;
    throw asSourceError(reason, hostOf(url), signal);
  } finally {
    clearTimeout(timer);
  }
}

/** Reads a whole answer as text, up to a size. */
export async function readText(
  response: Response,
  maxBytes: number,
  signal?: AbortSignal,
): Promise<string> {
  const host = hostOf(response.url);
  const timing = signal === undefined ? {} : { signal };
  try {
    const chunks: Uint8Array[] = [];
    let length = 0;
    for await (const chunk of timelyChunks(response.body ?? emptyBody(), timing)) {
      length += chunk.length;
      if (length > maxBytes)
        throw sourceFailed(`${host} answers with over ${shownSize(maxBytes)}.`);
      chunks.push(chunk);
    }
    return Buffer.concat(chunks).toString('utf8');
  } catch (error) {
    throw asSourceError(error, host, signal);
  }
}

async function* emptyBody(): AsyncGenerator<Uint8Array> {
  // An answer without a body is an empty text.
}

export const hostOf = (url: string): string => URL.parse(url)?.host ?? 'The server';
