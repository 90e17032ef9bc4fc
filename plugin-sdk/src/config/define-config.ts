import type { PermissionName } from '../manifest/permissions.ts';
import type { PermissionsOf, PluginConfig } from './plugin-config.ts';

/** A misspelt permission is an error where it stands, not a service that is missing later. */
type OnlyKnownPermissions<Config> = {
  readonly permissions?: {
    readonly [Name in Exclude<keyof PermissionsOf<Config>, PermissionName>]: never;
  };
};

/**
 * Says what a plugin is, in `plugin.config.ts`:
 *
 * ```ts
 * export const config = defineConfig({
 *   slug: 'notes', version: '1.0.0', name: 'Notes', author: { name: 'Ada' },
 *   permissions: { storage: { quotaMB: 10 } },
 *   settings: z.object({ limit: z.number().default(20) }),
 * });
 * ```
 *
 * Keeps every literal in its type, so that `ctx`, components and events are narrowed by it. Checked by `pack`.
 */
export const defineConfig = <const Config extends PluginConfig>(
  config: Config & OnlyKnownPermissions<Config>,
): Config => config;
