import { DomainError } from '@braindrive/core';

/** What an archive has to keep. A refusal names the one that it broke. */
export const archiveRules = [
  'format',
  'packed-size',
  'unpacked-size',
  'file-count',
  'compression-ratio',
  'damaged',
  'encrypted',
  'entry-kind',
  'path',
  'path-depth',
  'path-clash',
  'directory-mismatch',
  'manifest-missing',
  'manifest-invalid',
  'file-unlisted',
  'file-missing',
  'file-changed',
] as const;
export type ArchiveRule = (typeof archiveRules)[number];

/** An archive, or a folder, that is no plugin by the rules. Nothing of it was kept and nothing in it ran. */
export class PluginArchiveError extends DomainError {
  readonly rule: ArchiveRule;
  /** The path inside the archive that broke the rule, or null when it is about the whole. */
  readonly path: string | null;

  constructor(
    rule: ArchiveRule,
    message: string,
    options: {
      readonly path?: string;
      readonly cause?: unknown;
      readonly fieldErrors?: Readonly<Record<string, string[]>>;
    } = {},
  ) {
    const { path, ...rest } = options;
    super('PLUGIN_ARCHIVE_REFUSED', message, rest);
    this.rule = rule;
    this.path = path ?? null;
  }
}

const longestShownPath = 120;

/** A path as a message may show it: control characters spelled out, long ones cut. */
export function shownPath(path: string): string {
  const visible = JSON.stringify(path.slice(0, longestShownPath)).slice(1, -1);
  return path.length > longestShownPath ? `${visible}…` : visible;
}

/** For bytes that do not follow their own format. */
export const damaged = (what: string, cause?: unknown): PluginArchiveError =>
  new PluginArchiveError('damaged', `The archive is damaged: ${what}. Download it again.`, {
    cause,
  });
