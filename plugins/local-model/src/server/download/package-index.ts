import { ProviderError } from '@braindrive/plugin-sdk';
import { z } from 'zod';
import { statusError } from './download-errors.ts';
import type { DownloadPorts } from './download-ports.ts';

// Protocol: https://packaging.python.org/en/latest/specifications/simple-repository-api/

const jsonType = 'application/vnd.pypi.simple.v1+json';
const maxIndexBytes = 4 * 1024 * 1024;
const indexTimeoutMs = 15_000;

const projectSchema = z.object({
  files: z.array(
    z.object({
      filename: z.string(),
      url: z.string(),
      hashes: z.record(z.string(), z.string()).default({}),
      size: z.int().optional(),
    }),
  ),
});

/** A file of a package index. */
export interface PackageFile {
  readonly url: string;
  /** Credentials for the index and its files, where the index address carries them. */
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Finds one file of a project on a Python package index (JSON, or HTML where a mirror has only that).
 * @throws {ProviderError} `provider/model-not-found` when the index does not have it.
 */
export async function findPackageFile(
  indexUrl: string,
  { project, fileName }: { project: string; fileName: string },
  ports: Pick<DownloadPorts, 'fetch'>,
  signal: AbortSignal,
): Promise<PackageFile> {
  const { url, headers } = splitCredentials(`${indexUrl.replace(/\/+$/, '')}/${project}/`);
  const response = await ports.fetch(url, {
    headers: { ...headers, accept: `${jsonType}, text/html;q=0.1` },
    signal: AbortSignal.any([signal, AbortSignal.timeout(indexTimeoutMs)]),
  });
  if (!response.ok) {
    throw statusError(response.status, new URL(url).host, null);
  }
  const text = await readText(response);
  const isJson = response.headers.get('content-type')?.includes('json') === true;
  const address = isJson ? addressInJson(text, fileName) : addressInHtml(text, fileName);
  if (address === null) {
    throw new ProviderError(
      'provider/model-not-found',
      `${new URL(url).host} does not have ${fileName}.`,
    );
  }
  const file = new URL(address, response.url === '' ? url : response.url);
  file.hash = '';
  // A key for the index is not shown to another host.
  const isSameHost = file.host === new URL(url).host;
  return { url: file.href, headers: isSameHost ? headers : {} };
}

function addressInJson(text: string, fileName: string): string | null {
  const parsed = projectSchema.safeParse(JSON.parse(text));
  return parsed.data?.files.find(({ filename }) => filename === fileName)?.url ?? null;
}

function addressInHtml(text: string, fileName: string): string | null {
  for (const [, href] of text.matchAll(/<a\s[^>]*?href\s*=\s*["']([^"']+)["']/gi)) {
    const address = href?.replaceAll('&amp;', '&') ?? '';
    if (decodeURIComponent(address.split(/[?#]/)[0] ?? '').endsWith(`/${fileName}`)) {
      return address;
    }
  }
  return null;
}

async function readText(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length;
    if (bytes > maxIndexBytes) {
      throw new ProviderError('provider/invalid-response', 'The package index sent too much.');
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** `fetch` refuses addresses with a name and a key in them, so they travel in a header. */
function splitCredentials(address: string): PackageFile {
  const url = new URL(address);
  if (url.username === '') {
    return { url: url.href, headers: {} };
  }
  const credentials = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
  url.username = '';
  url.password = '';
  const authorization = `Basic ${Buffer.from(credentials).toString('base64')}`;
  return { url: url.href, headers: { authorization } };
}
