import type { z } from 'zod';
import type {
  ChatToolContribution,
  JobContribution,
  JsonSchema,
  ProviderContribution,
} from '../manifest/contributions.ts';
import { type Manifest, type ManifestInput, manifestSchema } from '../manifest/manifest.ts';
import { protocolVersion } from '../manifest/protocol-version.ts';
import { PluginError } from '../plugin-error.ts';
import { toJsonSchema } from './json-schema.ts';
import type { ComponentConfig, PluginConfig, SchemaMap } from './plugin-config.ts';

/** What the manifest takes from the code of `definePlugin`. */
export interface PluginDescription {
  readonly chatTools: readonly ChatToolContribution[];
  readonly providers: readonly ProviderContribution[];
  readonly jobs: readonly JobContribution[];
  readonly dataVersion: number;
  readonly canDowngradeTo: readonly number[];
}

/** What the build made. */
export interface PackedFiles {
  /** Digest of every file of the archive but `plugin.json`: `sha256-<base64>` by path. */
  readonly files: Readonly<Record<string, string>>;
  /** For each library that the host provides: the range the front-end was built for. */
  readonly shared: Readonly<Record<string, string>>;
  /** Files that the front-end loads at once. */
  readonly preload?: readonly string[];
}

/** Host versions that plugins of this SDK work with, when they name none. */
export const defaultHostRange = '^0.1.0';

/** A manifest that cannot be, with where and why. */
export class ManifestError extends PluginError {
  readonly problems: readonly { readonly path: string; readonly message: string }[];

  constructor(issues: readonly z.core.$ZodIssue[]) {
    const problems = issues.map(({ path, message }) => ({ path: path.join('.'), message }));
    super(
      'manifest/invalid',
      `plugin.config.ts is not valid: ${problems.map(({ path, message }) => `${path || 'config'}: ${message}`).join('; ')}`,
    );
    this.problems = problems;
  }
}

const toJsonSchemas = (schemas: SchemaMap = {}): Record<string, JsonSchema> =>
  Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, toJsonSchema(schema)]));

/**
 * Puts a plugin's config, the description of its server half (null when it has none) and its files together.
 * @throws {ManifestError} naming every problem.
 */
export function createManifest(
  config: PluginConfig,
  description: PluginDescription | null,
  { files, shared, preload = [] }: PackedFiles,
): Manifest {
  const {
    host,
    server,
    ui,
    settings,
    contributes,
    permissions,
    events: _events,
    ...about
  } = config;
  const hasUi = Object.hasOwn(files, 'ui/remoteEntry.js');
  const candidate = {
    ...about,
    manifestVersion: 1,
    engines: { host: host ?? defaultHostRange, protocol: protocolVersion },
    shared,
    ...(description === null
      ? {}
      : { server: { entry: 'server/index.mjs', ...processFacts(server) } }),
    ...(hasUi ? { ui: { entry: 'ui/remoteEntry.js', ...ui, preload } } : {}),
    contributes: {
      components: (contributes?.components ?? []).map(describeComponent),
      pages: contributes?.pages ?? [],
      settingsPages: contributes?.settingsPages ?? [],
      ...(contributes?.background === undefined ? {} : { background: contributes.background }),
      chatTools: description?.chatTools ?? [],
      providers: description?.providers ?? [],
      jobs: description?.jobs ?? [],
    },
    permissions: permissions ?? {},
    ...(settings === undefined ? {} : { settings: toJsonSchema(settings) }),
    dataVersion: description?.dataVersion ?? 1,
    canDowngradeTo: description?.canDowngradeTo ?? [],
    files,
  };
  // Through JSON, so that the file and the object that was checked cannot differ.
  const parsed = manifestSchema.safeParse(JSON.parse(JSON.stringify(candidate)));
  if (!parsed.success) throw new ManifestError(parsed.error.issues);
  return parsed.data;
}

const describeComponent = ({ props, events, actions, ...component }: ComponentConfig) => ({
  ...component,
  ...(props === undefined ? {} : { props: toJsonSchema(props) }),
  ...(component.size === undefined
    ? {}
    : { size: { width: 4, height: 4, minWidth: 2, minHeight: 2, ...component.size } }),
  events: toJsonSchemas(events),
  actions: toJsonSchemas(actions),
});

/** What the build needs and the host does not is left out. */
function processFacts(server: PluginConfig['server'] = {}) {
  const { external: _external, programs: _programs, ...facts } = server;
  return facts;
}

/** The manifest as the text of `plugin.json`. */
export const renderManifest = (manifest: Manifest | ManifestInput): string =>
  `${JSON.stringify(manifest, null, 2)}\n`;
