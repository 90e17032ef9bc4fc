import type { PluginSource } from '@braindrive/contracts';
import type { PackedPlugin } from '../archive/index.ts';

/** What came of a source: bytes that are still to be checked, or a plugin that came with the host. */
export type FetchedPlugin =
  | PackedFetch
  | { readonly kind: 'bundled'; readonly digest: string; readonly notes: string | null };

/** A version that a source offers. */
export interface AvailableVersion {
  readonly version: string;
  readonly isPrerelease: boolean;
  readonly notes: string | null;
  readonly publishedAt: Date | null;
  /** Installs exactly this version. */
  readonly source: PluginSource;
}

export interface PackedFetch {
  readonly kind: 'packed';
  readonly packed: PackedPlugin;
  /** Of the archive; null for a folder. */
  readonly sizeBytes: number | null;
  /** Digest of the plugin that the source promises, for the store to check; null when it promises none. */
  readonly expectedDigest: string | null;
  /** Release notes as Markdown. */
  readonly notes: string | null;
}
