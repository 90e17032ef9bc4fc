import type { Contributions, Manifest } from '@braindrive/plugin-sdk';
import type { SignatureCheck } from '../signatures/index.ts';
import type { RegistryPlugin, RegistryVersion } from './registry-index.ts';

/** What an index says of a version beside what its manifest says. */
export interface OfferDetails {
  readonly digest: string;
  readonly signature: SignatureCheck;
  readonly url: string;
  readonly sizeBytes: number;
  readonly publishedAt: Date;
  readonly notes: string | null;
}

export function offeredVersion(manifest: Manifest, details: OfferDetails): RegistryVersion {
  const { signature } = details;
  return {
    version: manifest.version,
    url: details.url,
    digest: details.digest,
    sizeBytes: details.sizeBytes,
    publishedAt: details.publishedAt.toISOString(),
    notes: details.notes,
    engines: manifest.engines,
    permissions: Object.keys(manifest.permissions),
    hosts: manifest.permissions.http?.hosts ?? [],
    signatureKey: signature.state === 'valid' ? signature.publicKey : null,
    contributes: describeContributions(manifest.contributes),
  };
}

/** The entry of a plugin, described by its newest manifest. */
export function offeredPlugin(
  manifest: Manifest,
  versions: readonly RegistryVersion[],
): RegistryPlugin {
  const { slug, name, description, author, category, tags, icon } = manifest;
  return {
    slug,
    name,
    description,
    author: { name: author.name, ...(author.url === undefined ? {} : { url: author.url }) },
    category,
    tags,
    icon,
    versions: [...versions],
  };
}

/** Kinds of which a plugin may add several. */
type ListedKind = {
  [Kind in keyof Contributions]-?: Contributions[Kind] extends readonly unknown[] ? Kind : never;
}[keyof Contributions];

const words: Readonly<Record<ListedKind, readonly [one: string, many: string]>> = {
  components: ['block', 'blocks'],
  pages: ['page', 'pages'],
  settingsPages: ['settings page', 'settings pages'],
  chatTools: ['chat tool', 'chat tools'],
  providers: ['model connection', 'model connections'],
  jobs: ['scheduled job', 'scheduled jobs'],
};

/** `2 blocks, 1 chat tool`; empty when there is nothing. */
export function describeContributions(contributes: Contributions): string {
  const parts: string[] = [];
  for (const [kind, [one, many]] of Object.entries(words)) {
    const { length } = contributes[kind as ListedKind];
    if (length > 0) parts.push(`${length} ${length === 1 ? one : many}`);
  }
  return parts.join(', ');
}
