import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { DomainError } from '@braindrive/core';
import { type Manifest, manifestSchema, protocolVersion } from '@braindrive/plugin-sdk';
import { validRange } from 'semver';
import { z } from 'zod';
import {
  digestOfManifest,
  type JsonObject,
  type SignatureCheck,
  verifyDocument,
} from '../signatures/index.ts';
import { PluginArchiveError } from './archive-error.ts';
import { archiveLimits, shownSize } from './archive-limits.ts';
import { strictText } from './strict-text.ts';

export const manifestFileName = 'plugin.json';

/** A manifest with what follows from its bytes. */
export interface ReadManifest {
  /** With defaults filled in. */
  readonly manifest: Manifest;
  /** Digest of the plugin version, in hex. */
  readonly digest: string;
  readonly signature: SignatureCheck;
}

/**
 * Reads `plugin.json` of a folder.
 * @throws {PluginArchiveError} when it is missing, too large or wrong, with each wrong field in `fieldErrors`.
 * @throws {DomainError} `PLUGIN_INCOMPATIBLE` when it speaks a version of manifest or protocol that this host does not.
 */
export async function readManifest(directory: string): Promise<ReadManifest> {
  return parseManifest(await readCapped(join(directory, manifestFileName)));
}

/** The same for the bytes of a `plugin.json`. */
export function parseManifest(bytes: Uint8Array): ReadManifest {
  const { document, digest } = parseDocument(bytes);
  checkVersions(document);
  const parsed = manifestSchema.safeParse(document);
  if (!parsed.success) throw invalid(fieldErrorsOf(parsed.error));
  const problems = problemsOf(parsed.data);
  if (Object.keys(problems).length > 0) throw invalid(problems);
  return {
    manifest: parsed.data,
    digest,
    signature: verifyDocument(document),
  };
}

async function readCapped(path: string): Promise<Uint8Array> {
  const file = await open(path, 'r').catch((cause: unknown) => {
    throw new PluginArchiveError(
      'manifest-missing',
      'There is no plugin.json at the top of the archive. A source archive has to be packed first.',
      { cause },
    );
  });
  try {
    const { size } = await file.stat();
    if (size > archiveLimits.manifestBytes) {
      throw new PluginArchiveError(
        'manifest-invalid',
        `plugin.json has ${shownSize(size)}; at most ${shownSize(archiveLimits.manifestBytes)} are read.`,
        { path: manifestFileName },
      );
    }
    return await file.readFile();
  } finally {
    await file.close();
  }
}

const isJsonObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function parseDocument(bytes: Uint8Array): { document: JsonObject; digest: string } {
  const text = strictText(bytes);
  if (text === null) throw invalid({ '': ['It is not UTF-8'] });
  try {
    const document: unknown = JSON.parse(text);
    if (!isJsonObject(document)) throw new TypeError('A manifest is an object.');
    // In here, because half a character or a million brackets have no digest either.
    return { document, digest: digestOfManifest(document) };
  } catch (cause) {
    throw invalid({ '': ['It is not a JSON object'] }, cause);
  }
}

const versionsSchema = z.object({
  manifestVersion: z.int().optional(),
  engines: z.object({ protocol: z.int().optional() }).optional(),
});

/** A manifest of a later version would only look wrong in many places; say the one thing that helps. */
function checkVersions(document: JsonObject): void {
  const versions = versionsSchema.safeParse(document).data;
  if ((versions?.manifestVersion ?? 1) > 1) {
    throw new DomainError(
      'PLUGIN_INCOMPATIBLE',
      `The plugin has a manifest of version ${versions?.manifestVersion}. Update BrainDrive to read it.`,
    );
  }
  if ((versions?.engines?.protocol ?? protocolVersion) > protocolVersion) {
    throw new DomainError(
      'PLUGIN_INCOMPATIBLE',
      `The plugin speaks protocol ${versions?.engines?.protocol}; this host speaks ${protocolVersion}. Update BrainDrive to run it.`,
    );
  }
}

/** What the schema of single fields cannot say. */
function problemsOf(manifest: Manifest): Record<string, string[]> {
  const problems: Record<string, string[]> = {};
  const ranges = { 'engines.host': manifest.engines.host, ...prefixed('shared', manifest.shared) };
  for (const [field, range] of Object.entries(ranges)) {
    if (validRange(range) === null) problems[field] = [`${range} is not a range of versions`];
  }
  for (const half of ['server', 'ui'] as const) {
    const entry = manifest[half]?.entry;
    if (entry !== undefined && manifest.files[entry] === undefined) {
      problems[`${half}.entry`] = [`${entry} is not among the files`];
    }
  }
  if (manifest.files[manifestFileName] !== undefined) {
    problems[`files.${manifestFileName}`] = ['cannot hold its own digest'];
  }
  return problems;
}

const prefixed = (prefix: string, record: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [`${prefix}.${key}`, value]));

function fieldErrorsOf(error: z.ZodError): Record<string, string[]> {
  const fields: Record<string, string[]> = {};
  for (const issue of error.issues) {
    const field = issue.path.join('.');
    fields[field] = [...(fields[field] ?? []), issue.message];
  }
  return fields;
}

const shownIssues = 3;

function invalid(fieldErrors: Record<string, string[]>, cause?: unknown): PluginArchiveError {
  const issues = Object.entries(fieldErrors).flatMap(([field, messages]) =>
    messages.map((message) => (field === '' ? message : `${field}: ${message}`)),
  );
  const more = issues.length - shownIssues;
  const text = issues.slice(0, shownIssues).join('; ') + (more > 0 ? `; and ${more} more` : '');
  return new PluginArchiveError('manifest-invalid', `plugin.json is not valid. ${text}`, {
    path: manifestFileName,
    fieldErrors,
    cause,
  });
}
