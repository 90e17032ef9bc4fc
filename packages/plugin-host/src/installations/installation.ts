import type { ErrorReport, PluginSource, PluginState } from '@braindrive/contracts';
import type { Manifest, PermissionName, Permissions } from '@braindrive/plugin-sdk';

/** One version of a plugin, shared by everybody who has it. */
export interface PluginVersion {
  readonly digest: string;
  readonly slug: string;
  readonly version: string;
  readonly manifest: Manifest;
  readonly location: 'bundled' | 'store';
  /** `broken`: its files are missing or changed. */
  readonly state: 'ready' | 'broken';
  readonly sizeBytes: number;
}

/** A permission that a person gave, with the limits they gave it for. */
export interface Grant {
  readonly permission: PermissionName;
  readonly value: unknown;
  /** Version for which it was asked. */
  readonly grantedFor: string;
  readonly grantedAt: number;
}

/** What changes with the version, beside the data and the settings, which a snapshot keeps. */
export interface VersionedState {
  readonly dataVersion: number;
  readonly mode: Installation['mode'];
  readonly grants: readonly Grant[];
}

/** The version before the last upgrade, with what is needed to go back to it. */
export interface PreviousVersion {
  readonly version: PluginVersion;
  /** Data as it was before the upgrade. */
  readonly snapshotId: string;
  readonly state: VersionedState;
  readonly until: number;
}

/** Work of the plugin's own that is done before its first use. Only for plugins that everybody gets. */
export type PendingWork =
  | { readonly kind: 'install' }
  | {
      readonly kind: 'upgrade';
      readonly fromVersion: string;
      readonly fromDataVersion: number;
    };

/** A plugin as one person has it. Times are milliseconds since the epoch. */
export interface Installation {
  readonly id: string;
  readonly ownerId: string;
  readonly slug: string;
  readonly version: PluginVersion;
  readonly state: PluginState;
  readonly mode: 'realm' | 'frame';
  readonly source: PluginSource;
  readonly settings: Readonly<Record<string, unknown>>;
  /** Sealed. */
  readonly secrets: string | null;
  readonly secretsSetAt: Readonly<Record<string, number>>;
  readonly dataVersion: number;
  readonly autoUpdate: 'off' | 'patch' | 'minor';
  readonly previous: PreviousVersion | null;
  /** Until then an upgrade is watched and taken back when it fails. */
  readonly soakUntil: number | null;
  readonly pending: PendingWork | null;
  readonly problem: ErrorReport | null;
  readonly grants: readonly Grant[];
  readonly installedAt: number;
  readonly updatedAt: number;
  readonly uninstalledAt: number | null;
}

export const versionedStateOf = (installation: Installation): VersionedState => ({
  dataVersion: installation.dataVersion,
  mode: installation.mode,
  grants: installation.grants,
});

/** What the owner's policy leaves of grants. */
export interface GrantLimits {
  readonly isDenied: boolean;
  readonly deniedPermissions: ReadonlySet<PermissionName>;
  readonly isNativeTrusted: boolean;
}

/**
 * What a plugin may do now: what the person granted, as far as the manifest asks for it and the owner allows it.
 * Plugins that come with the host may be native, for they are part of what the owner installed.
 */
export function effectiveGrants(installation: Installation, limits: GrantLimits): Permissions {
  if (limits.isDenied) return {};
  const { manifest, location } = installation.version;
  const isNativeAllowed = limits.isNativeTrusted || location === 'bundled';
  const allowed = installation.grants.filter(
    ({ permission }) =>
      manifest.permissions[permission] !== undefined &&
      !limits.deniedPermissions.has(permission) &&
      (permission !== 'native' || isNativeAllowed),
  );
  // Each value was checked by its schema before it was stored.
  return Object.fromEntries(allowed.map(({ permission, value }) => [permission, value]));
}
