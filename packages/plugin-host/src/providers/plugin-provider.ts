import type { ModelProvider } from '@braindrive/plugin-sdk/server';
import { z } from 'zod';
import type { PluginSessions } from '../calls/call-ports.ts';
import { PluginConnection } from './plugin-connection.ts';
import type { OfferedProvider } from './provider-plugin.ts';

/**
 * A model provider that a manifest describes and a plugin's process carries out. Its settings are checked twice: here by
 * the JSON Schema that the manifest has, in the process by the author's own schema.
 */
export function createPluginProvider(
  offered: OfferedProvider,
  sessions: PluginSessions,
): ModelProvider {
  const { contribution } = offered;
  return {
    id: contribution.id,
    name: contribution.name,
    description: contribution.description,
    icon: contribution.icon,
    isBuiltIn: contribution.isBuiltIn,
    presets: contribution.presets,
    settings: settingsOf(contribution.settings),
    connect: (settings, context) => new PluginConnection({ offered, settings, context, sessions }),
  };
}

/** Unknown settings are dropped, as the author's schema would. */
function settingsOf(schema: Readonly<Record<string, unknown>>): z.ZodObject {
  const settings = z.fromJSONSchema(schema as Parameters<typeof z.fromJSONSchema>[0]);
  return settings instanceof z.ZodObject ? settings.strip() : z.looseObject({});
}
