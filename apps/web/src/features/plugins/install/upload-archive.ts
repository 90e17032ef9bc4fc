import type { PluginOperation } from '@braindrive/contracts';
import { TRPCClientError } from '@trpc/client';

interface SendOptions {
  readonly signal: AbortSignal;
  readonly onProgress: (sentBytes: number) => void;
}

/** Sends a file as it is, with progress, which `fetch` does not tell. Null when the host was not reached. */
function sendFile(
  url: string,
  file: File,
  { signal, onProgress }: SendOptions,
): Promise<{ readonly status: number; readonly text: string } | null> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open('POST', url);
    request.setRequestHeader('content-type', 'application/octet-stream');
    request.upload.addEventListener('progress', ({ loaded }) => onProgress(loaded));
    request.addEventListener('load', () =>
      resolve({ status: request.status, text: request.responseText }),
    );
    request.addEventListener('error', () => resolve(null));
    request.addEventListener('abort', () => resolve(null));
    signal.addEventListener('abort', () => request.abort(), { once: true });
    request.send(file);
  });
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

function parsed(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}

/** A refusal in the shape that calls fail with, so that it is shown like any other. */
function refusalOf(body: Record<string, unknown>, status: number): Error {
  const message =
    typeof body.message === 'string' ? body.message : `The host refused the file (${status}).`;
  const data = {
    domainCode: typeof body.code === 'string' ? body.code : 'INTERNAL',
    requestId: typeof body.requestId === 'string' ? body.requestId : null,
  };
  return TRPCClientError.from({ error: { message, code: -32_603, data } } as never);
}

/**
 * Sends a plugin's archive to the host, which checks it as it arrives.
 * @returns the install that was begun.
 * @throws what a call throws: with the host's code and words, or as one that did not reach it.
 */
export async function uploadPlugin(file: File, options: SendOptions): Promise<PluginOperation> {
  const query = new URLSearchParams({ fileName: file.name });
  const answer = await sendFile(`/api/plugins/install?${query}`, file, options);
  if (answer === null) throw new TRPCClientError('The host was not reached.');
  const body = parsed(answer.text);
  if (answer.status >= 400) throw refusalOf(body, answer.status);
  const startedAt = typeof body.startedAt === 'string' ? new Date(body.startedAt) : new Date();
  return { ...body, startedAt } as unknown as PluginOperation;
}
