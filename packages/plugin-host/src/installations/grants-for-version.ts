import { type Manifest, permissionNames } from '@braindrive/plugin-sdk';
import type { Grant, Installation } from './installation.ts';
import { changeOf, isWidened } from './permission-diff.ts';

/** Whether the person has to be asked before a version takes the place of theirs. */
export const needsConsent = (installation: Installation, next: Manifest): boolean =>
  isWidened(installation.version.manifest.permissions, next.permissions);

/**
 * Grants after the person agreed to a version. What they took back before stays taken back, unless the new version asks
 * for more of it and they agreed to that.
 * @param current - What they have of the plugin, or null.
 */
export function grantsFor(
  next: Manifest,
  current: Pick<Installation, 'version' | 'grants'> | null,
  now: number,
): Grant[] {
  const before = current?.version.manifest.permissions ?? {};
  return permissionNames.flatMap((permission): Grant[] => {
    const value = next.permissions[permission];
    if (value === undefined) return [];
    const change = changeOf(permission, before, next.permissions);
    const isAsked = change === 'new' || change === 'wider';
    const held = current?.grants.find((grant) => grant.permission === permission);
    if (!isAsked && held === undefined) return [];
    return [
      isAsked || held === undefined
        ? { permission, value, grantedFor: next.version, grantedAt: now }
        : { ...held, value },
    ];
  });
}
