import { createHash } from 'node:crypto';
import { canonicalJson, type JsonObject } from './canonical-json.ts';

/**
 * The digest of a plugin version, in hex: SHA-256 over the canonical form of `plugin.json` as it was read. The manifest
 * holds the digest of every file, so two plugins with one digest are the same in every byte that counts.
 */
export const digestOfManifest = (document: JsonObject): string =>
  createHash('sha256').update(canonicalJson(document)).digest('hex');
