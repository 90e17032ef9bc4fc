import { createHash } from 'node:crypto';
import { type Manifest, manifestSchema } from '../../manifest/manifest.ts';
import { type Finding, finding } from '../finding.ts';
import { type PluginFiles, textOf } from '../plugin-files.ts';

const rebuild = 'Run braindrive-plugin pack again; plugin.json is written by it.';

/** Reads `plugin.json`. @returns null with the reasons when it cannot be used. */
export function readManifest(files: PluginFiles): {
  readonly manifest: Manifest | null;
  readonly findings: readonly Finding[];
} {
  const bytes = files.get('plugin.json');
  if (bytes === undefined) {
    const missing = finding('BD101', 'There is no plugin.json.', rebuild, 'plugin.json');
    return { manifest: null, findings: [missing] };
  }
  const parsed = manifestSchema.safeParse(parseJson(textOf(bytes)));
  if (parsed.success) return { manifest: parsed.data, findings: [] };
  return {
    manifest: null,
    findings: parsed.error.issues.map(({ path, message }) =>
      finding(
        'BD101',
        `plugin.json does not fit the schema at ${path.join('.') || 'its root'}: ${message}`,
        'Put it right in plugin.config.ts and pack again.',
        'plugin.json',
      ),
    ),
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const digestOf = (bytes: Uint8Array): string =>
  `sha256-${createHash('sha256').update(bytes).digest('base64')}`;

/** Every file is listed with its digest, and nothing else is. */
export function checkDigests(manifest: Manifest, files: PluginFiles): Finding[] {
  const findings: Finding[] = [];
  for (const [path, digest] of Object.entries(manifest.files)) {
    const bytes = files.get(path);
    if (bytes === undefined) {
      findings.push(finding('BD102', `${path} is listed and not there.`, rebuild, path));
    } else if (digestOf(bytes) !== digest) {
      findings.push(finding('BD102', `${path} was changed after it was packed.`, rebuild, path));
    }
  }
  for (const path of files.keys()) {
    if (path !== 'plugin.json' && !Object.hasOwn(manifest.files, path)) {
      findings.push(finding('BD103', `${path} is not listed in plugin.json.`, rebuild, path));
    }
  }
  return findings;
}

/** What people look for before they install. */
export function checkTexts(files: PluginFiles): Finding[] {
  return ['README.md', 'LICENSE']
    .filter((name) => !files.has(name))
    .map((name) =>
      finding('BD104', `There is no ${name}.`, `Add ${name} beside plugin.config.ts.`, name),
    );
}

/** What it contributes has to exist. */
export function checkReferences({ contributes, ui, permissions }: Manifest): Finding[] {
  const names = new Set(contributes.components.map(({ name }) => name));
  const screens = [...contributes.pages, ...contributes.settingsPages];
  const findings: Finding[] = [];
  if (ui === undefined && (screens.length > 0 || names.size > 0)) {
    findings.push(
      finding(
        'BD105',
        'It contributes components and has no front-end.',
        'Add src/ui/index.ts with definePluginUi.',
      ),
    );
  }
  if (contributes.jobs.length > 0 && permissions.schedule === undefined) {
    findings.push(
      finding(
        'BD302',
        'It has jobs without permissions.schedule.',
        'Add schedule: {} to permissions, or remove the jobs.',
      ),
    );
  }
  return findings;
}
