import { basename, isAbsolute } from 'node:path';
import { ProviderError } from '@braindrive/plugin-sdk';
import { type CatalogueEntry, modelCatalogue } from '../catalogue/catalogue-data.ts';
import { starterModel } from './starter-model.ts';

/** Where a model comes from, as far as a person named it. */
export type ModelSource =
  | { readonly kind: 'starter' }
  | { readonly kind: 'file'; readonly path: string }
  | {
      readonly kind: 'remote';
      readonly url: string;
      readonly fileName: string;
      readonly name: string;
      readonly entry: CatalogueEntry | null;
    };

/**
 * Understands a catalogue id, `hf:owner/repository/file.gguf`, an https address of a GGUF file, or an absolute path.
 * @throws {ProviderError} `provider/bad-request` for anything else.
 */
export function parseModelSource(source: string, hubUrl: string): ModelSource {
  const text = source.trim();
  if (text === starterModel.id) {
    return { kind: 'starter' };
  }
  const entry = modelCatalogue.find(({ id }) => id === text);
  if (entry !== undefined) {
    const { repository, revision, file } = entry.hub;
    const url = `${hubUrl}/${repository}/resolve/${revision}/${file}`;
    return { kind: 'remote', url, fileName: basename(file), name: entry.name, entry };
  }
  if (isAbsolute(text)) {
    return { kind: 'file', path: text };
  }
  return remoteSource(text.startsWith('hf:') ? hubAddress(text.slice(3), hubUrl) : text, hubUrl);
}

const badSource = () =>
  new ProviderError(
    'provider/bad-request',
    'Give a model of the list, hf:owner/repository/file.gguf, an https address or an absolute path that ends in .gguf.',
  );

/** `owner/repository/folder/file.gguf` → the address of the file's newest version. */
function hubAddress(path: string, hubUrl: string): string {
  const parts = path.split('/').filter((part) => part !== '');
  const [owner, repository, ...file] = parts;
  if (
    owner === undefined ||
    repository === undefined ||
    file.length === 0 ||
    parts.includes('..')
  ) {
    throw badSource();
  }
  return `${hubUrl}/${owner}/${repository}/resolve/main/${file.join('/')}`;
}

function remoteSource(address: string, hubUrl: string): ModelSource {
  const url = URL.parse(address);
  const isOwnHub = url !== null && url.origin === new URL(hubUrl).origin;
  if (url === null || (url.protocol !== 'https:' && !isOwnHub)) {
    throw badSource();
  }
  // People copy the address of the page; the file itself is one word away.
  url.pathname = url.pathname.replace(/^(\/[^/]+\/[^/]+)\/blob\//, '$1/resolve/');
  const fileName = basename(decodeURIComponent(url.pathname));
  if (!/^[\w.+-][\w .+-]*\.gguf$/i.test(fileName)) {
    throw badSource();
  }
  const name = fileName.replace(/\.gguf$/i, '');
  return { kind: 'remote', url: url.href, fileName, name, entry: null };
}

/** `Qwen3-4B-Q4_K_M.gguf` → `qwen3-4b-q4-k-m`: an id that is safe as a file name. */
export const slugOf = (fileName: string): string =>
  fileName
    .replace(/\.gguf$/i, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 120) || 'model';
