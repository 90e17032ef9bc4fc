export type * from './bridge-ports.ts';
export * from './create-bridges.ts';
export type * from './plugin-data-store.ts';
export { PluginSettings } from './settings/plugin-settings.ts';
export { pluginState } from './settings/plugin-state.ts';
export { type SettingIssue, SettingsRefusal } from './settings/settings-refusal.ts';
export { type GrantPolicy, StoredGrants } from './stored-grants.ts';
