import type { Manifest } from '@braindrive/plugin-sdk';
import { z } from 'zod';

interface SettingProperty {
  readonly default?: unknown;
  readonly secret?: boolean;
}

const propertiesOf = (manifest: Manifest): Readonly<Record<string, SettingProperty>> => {
  const { properties } = manifest.settings ?? {};
  return typeof properties === 'object' && properties !== null
    ? (properties as Record<string, SettingProperty>)
    : {};
};

/** Names of the settings that are write-only. */
export const secretNames = (manifest: Manifest): string[] =>
  Object.entries(propertiesOf(manifest)).flatMap(([name, { secret }]) =>
    secret === true ? [name] : [],
  );

/** What is stored, with defaults for the rest; what the schema does not know, or keeps secret, is left out. */
export function settingsWithDefaults(
  manifest: Manifest,
  stored: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const entries = Object.entries(propertiesOf(manifest)).flatMap(
    ([name, property]): [string, unknown][] => {
      if (property.secret === true) return [];
      const value = stored[name] ?? property.default;
      return value === undefined ? [] : [[name, value]];
    },
  );
  return Object.fromEntries(entries);
}

/** @returns for each setting that does not fit its schema: why. Null when all fit. */
export function settingProblems(
  manifest: Manifest,
  settings: Readonly<Record<string, unknown>>,
): Record<string, string[]> | null {
  const fields: Record<string, string[]> = {};
  const properties = propertiesOf(manifest);
  for (const [name, value] of Object.entries(settings)) {
    const property = properties[name];
    const messages =
      property === undefined ? ['The plugin has no such setting.'] : problemsOf(property, value);
    if (messages.length > 0) fields[name] = messages;
  }
  return Object.keys(fields).length > 0 ? fields : null;
}

function problemsOf(property: SettingProperty, value: unknown): string[] {
  const { secret: _, ...schema } = withoutPatterns(property);
  const result = z
    .fromJSONSchema(schema as Parameters<typeof z.fromJSONSchema>[0])
    .safeParse(value);
  return result.success ? [] : result.error.issues.map(({ message }) => message);
}

/**
 * A plugin's regular expressions are not run in the host: one that backtracks for ever would stop everybody. The form in
 * the browser and the plugin itself check them.
 */
function withoutPatterns<Schema>(schema: Schema): Schema {
  return JSON.parse(
    JSON.stringify(schema, (key, value) => {
      // A property that is called so has a schema, not a text.
      const isPattern = key === 'pattern' && typeof value === 'string';
      return isPattern || key === 'patternProperties' ? undefined : value;
    }),
  );
}
