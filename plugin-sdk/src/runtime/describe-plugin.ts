import type { PluginDescription } from '../config/create-manifest.ts';
import { toJsonSchema } from '../config/json-schema.ts';
import type { ChatToolContribution, ProviderContribution } from '../manifest/contributions.ts';
import { protocolVersion } from '../manifest/protocol-version.ts';
import { PluginError } from '../plugin-error.ts';
import type { HookName, PluginDefinitionSummary } from '../protocol/index.ts';
import type { AnyPlugin } from '../server/define-plugin.ts';
import type { ModelProvider } from '../server/model-provider.ts';
import type { Migration } from '../server/plugin-definition.ts';
import { inputSchemaOf, proceduresOf, summarizeProcedures } from './procedures.ts';

/** `items.findNote` as a model calls it: `items_find_note`. */
export const toolNameOf = (path: string): string =>
  path
    .replaceAll('.', '_')
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase();

/** `find_note` as a person reads it: `Find note`. */
const titleOf = (name: string): string => {
  const words = name
    .replaceAll('_', ' ')
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
};

const noInput = { type: 'object', properties: {} };

function chatToolsOf({ definition, router }: AnyPlugin): ChatToolContribution[] {
  const own = Object.entries(definition.chatTools ?? {}).map(([name, tool]) => ({
    name,
    title: tool.title ?? titleOf(name),
    description: tool.description,
    input: toJsonSchema(tool.input),
    sideEffects: tool.sideEffects,
  }));
  const procedures = proceduresOf(router).flatMap(([path, procedure]) => {
    const { tool, description } = procedure.meta ?? {};
    if (tool === undefined || procedure.type === 'subscription') return [];
    return {
      name: toolNameOf(path),
      title: tool.title,
      description: description ?? tool.title,
      input: inputSchemaOf(procedure) ?? noInput,
      sideEffects: tool.sideEffects,
    };
  });
  return [...own, ...procedures];
}

/** Where the prompts of a provider go, when it does not say itself. */
function destinationOf(provider: ModelProvider): ProviderContribution['destination'] {
  if (provider.destination !== undefined) return provider.destination;
  if (provider.isBuiltIn) return { kind: 'this-machine' };
  if ('baseUrl' in provider.settings.shape) return { kind: 'setting', name: 'baseUrl' };
  throw new PluginError(
    'plugin/no-destination',
    `Say where the prompts of the provider ${provider.id} go: add destination to it.`,
  );
}

const describeProvider = (provider: ModelProvider): ProviderContribution => ({
  id: provider.id,
  name: provider.name,
  description: provider.description,
  icon: provider.icon,
  isBuiltIn: provider.isBuiltIn,
  settings: toJsonSchema(provider.settings),
  presets: provider.presets.map((preset) => ({ ...preset, settings: { ...preset.settings } })),
  destination: destinationOf(provider),
  hasLibrary: provider.hasLibrary ?? false,
});

/** Data version after all migrations, which have to be without gaps. */
function dataVersionOf(migrations: readonly Migration[] = []): number {
  migrations.forEach(({ to }, index) => {
    if (to !== index + 2) {
      throw new PluginError(
        'plugin/migrations-invalid',
        `Migrations have to go 2, 3, … without gaps; found ${to} at place ${index + 1}.`,
      );
    }
  });
  return migrations.length + 1;
}

/** Versions that the newest migrations can go back to, newest first. */
function downgradesOf(migrations: readonly Migration[] = []): number[] {
  const versions: number[] = [];
  for (const { to, down } of migrations.toReversed()) {
    if (down === undefined) break;
    versions.push(to - 1);
  }
  return versions;
}

/** What the manifest takes from the code. @throws {PluginError} when the definition contradicts itself. */
export const describePlugin = (plugin: AnyPlugin): PluginDescription => ({
  chatTools: chatToolsOf(plugin),
  providers: (plugin.definition.providers ?? []).map(describeProvider),
  jobs: Object.entries(plugin.definition.jobs ?? {}).map(([name, { title, every }]) => ({
    name,
    title: title ?? titleOf(name),
    every,
  })),
  dataVersion: dataVersionOf(plugin.definition.migrations),
  canDowngradeTo: downgradesOf(plugin.definition.migrations),
});

/** What a started plugin tells the host that it is. */
export const summarizePlugin = (plugin: AnyPlugin): PluginDefinitionSummary => ({
  protocol: protocolVersion,
  procedures: summarizeProcedures(plugin.router),
  dataVersion: dataVersionOf(plugin.definition.migrations),
  tools: chatToolsOf(plugin).map(({ name }) => name),
  jobs: Object.keys(plugin.definition.jobs ?? {}),
  providers: (plugin.definition.providers ?? []).map(({ id }) => id),
  hooks: Object.keys(plugin.definition.hooks ?? {}) as HookName[],
});
