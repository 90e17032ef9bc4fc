import { DomainError } from '@braindrive/core';
import type { RegistryOffer } from '../sources/index.ts';
import type { RegistryIndex } from './registry-index.ts';

/**
 * The versions of a plugin that an index offers and does not revoke.
 * @param indexUrl - Where the index lies; null for the bundled one, whose plugins have no address.
 * @throws {DomainError} `NOT_FOUND`
 */
export function offersOf(
  index: RegistryIndex,
  indexUrl: string | null,
  slug: string,
): RegistryOffer[] {
  const plugin = index.plugins.find((one) => one.slug === slug);
  if (plugin === undefined) {
    throw new DomainError('NOT_FOUND', `${index.name} does not have a plugin ${slug}.`);
  }
  const revoked = new Set(index.revoked.map(({ digest }) => digest));
  return plugin.versions
    .filter(({ digest }) => !revoked.has(digest))
    .map(({ version, digest, notes, publishedAt, url }) => ({
      url: indexUrl === null ? null : archiveUrl(url, indexUrl),
      version,
      digest,
      notes,
      publishedAt: new Date(publishedAt),
    }));
}

function archiveUrl(url: string, indexUrl: string): string {
  const resolved = URL.parse(url, indexUrl);
  if (resolved !== null && /^https?:$/.test(resolved.protocol)) return resolved.href;
  // Only the host itself can say that a plugin came with it.
  throw new DomainError(
    'PLUGIN_SOURCE_FAILED',
    'The registry names something that is no web address. Tell its owner.',
  );
}

/** Why an installed version should not run any more, or null. */
export const revocationOf = (index: RegistryIndex, digest: string): string | null =>
  index.revoked.find((one) => one.digest === digest)?.reason ?? null;
