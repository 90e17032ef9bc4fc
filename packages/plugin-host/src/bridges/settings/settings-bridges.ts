import type { BridgeName } from '@braindrive/plugin-sdk/protocol';
import { BridgeError } from '@braindrive/plugin-sdk/protocol';
import { secretNames } from '../../installations/settings-schema.ts';
import { refusedWithIssues } from '../bridge-error.ts';
import type { BridgeCall, BridgeGroup } from '../bridge-operations.ts';
import type { DataScope } from '../storage/data-scope.ts';
import type { PluginManifests } from './plugin-manifests.ts';
import type { PluginSettings } from './plugin-settings.ts';
import { pluginState } from './plugin-state.ts';
import { SettingsRefusal } from './settings-refusal.ts';

export interface SettingsBridgePorts {
  readonly scopeOf: (call: Pick<BridgeCall<BridgeName>, 'caller' | 'grants'>) => DataScope;
  readonly manifests: PluginManifests;
  readonly settings: PluginSettings;
  readonly onSettingsChanged: (installationId: string) => void;
}

export const createSettingsBridges = ({
  scopeOf,
  manifests,
  settings,
  onSettingsChanged,
}: SettingsBridgePorts): BridgeGroup<'settings'> &
  BridgeGroup<'secrets'> &
  BridgeGroup<'state'> => ({
  'settings.get': async (call) => {
    const { database, installationId } = scopeOf(call);
    return settings.read(database, installationId, await manifests.of(call.caller));
  },
  'settings.set': async (call) => {
    const scope = scopeOf(call);
    const manifest = await manifests.of(call.caller);
    const { values } = call.params;
    try {
      const merged = await settings.merge(scope, manifest, values, scope.requireWritable);
      if (!scope.isWorkingCopy) onSettingsChanged(scope.installationId);
      return merged;
    } catch (error) {
      if (!(error instanceof SettingsRefusal)) throw error;
      const issues = error.issues.map(({ name, message }) => ({ path: [name], message }));
      throw refusedWithIssues('settings/invalid', error.message, issues);
    }
  },
  'secrets.get': async (call) => {
    const { database, installationId } = scopeOf(call);
    const { name } = call.params;
    if (!secretNames(await manifests.of(call.caller)).includes(name)) {
      throw new BridgeError(
        'secrets/unknown',
        `The settings of this plugin have no secret ${name}.`,
      );
    }
    return { value: await settings.secret(database, installationId, name) };
  },
  'state.get': async (call) => {
    const { database, installationId } = scopeOf(call);
    return { value: await pluginState.read(database, installationId, call.params.key) };
  },
  'state.set': async (call) => {
    const scope = scopeOf(call);
    await pluginState.write(scope, call.params.key, call.params.value, scope.requireWritable);
    return null;
  },
});
