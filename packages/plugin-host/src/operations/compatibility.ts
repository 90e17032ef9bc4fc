import { DomainError } from '@braindrive/core';
import type { Manifest } from '@braindrive/plugin-sdk';
import { satisfies } from 'semver';

/** What this host is. */
export interface HostFacts {
  readonly version: string;
  /** Version of each library that it provides to front-ends. */
  readonly shared: Readonly<Record<string, string>>;
}

const fits = (version: string, range: string): boolean =>
  satisfies(version, range, { includePrerelease: true });

/** Why this host cannot run a plugin, or null. */
export function refusalOf(
  manifest: Pick<Manifest, 'engines' | 'shared' | 'ui'>,
  host: HostFacts,
): string | null {
  const { host: range } = manifest.engines;
  if (!fits(host.version, range)) {
    return `It needs BrainDrive ${range}, you run ${host.version}.`;
  }
  if (manifest.ui === undefined) return null;
  for (const [name, wanted] of Object.entries(manifest.shared)) {
    const provided = host.shared[name];
    if (provided === undefined) return `It needs ${name}, which this host does not provide.`;
    if (!fits(provided, wanted)) {
      return `It needs ${name} ${wanted}, this host provides ${provided}.`;
    }
  }
  return null;
}

/** @returns what fits, in words. @throws {DomainError} `PLUGIN_INCOMPATIBLE` */
export function checkCompatibility(manifest: Manifest, host: HostFacts): string {
  const refusal = refusalOf(manifest, host);
  if (refusal !== null) {
    throw new DomainError(
      'PLUGIN_INCOMPATIBLE',
      `${refusal} Look for another version of ${manifest.name}, or update BrainDrive.`,
    );
  }
  return `needs ${manifest.engines.host}, you run ${host.version}`;
}
