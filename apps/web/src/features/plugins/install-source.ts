import type { PluginSource } from '@braindrive/contracts';

const githubPage =
  /^(?:https?:\/\/)?(?:www\.)?github\.com\/([\w.-]{1,100})\/([\w.-]{1,100}?)(?:\.git)?(?:\/releases\/tag\/([^/?#]+)|\/releases(?:\/latest)?)?\/?$/;
const shortName = /^[\w.-]{1,100}\/[\w.-]{1,100}$/;

/**
 * Reads what a person pasted: a GitHub repository or one of its releases, the address of an archive, or a folder of the
 * machine that runs the host. Null when it is none of them.
 */
export function parseInstallSource(text: string): PluginSource | null {
  const value = text.trim();
  const github = githubPage.exec(value);
  if (github !== null) {
    const [, owner, repository, tag] = github;
    return {
      kind: 'github',
      repository: `${owner}/${repository}`,
      tag: tag === undefined ? null : decodeURIComponent(tag),
    };
  }
  if (/^https?:\/\/[^\s/]+\/?\S*$/i.test(value) && URL.canParse(value)) {
    return { kind: 'url', url: value };
  }
  if (/^(\/|[A-Za-z]:\\)\S/.test(value)) return { kind: 'folder', path: value };
  if (shortName.test(value)) return { kind: 'github', repository: value, tag: null };
  return null;
}

/** The source in the words of a heading: where it was found, without the protocol. */
export function sourceText(source: PluginSource): string {
  switch (source.kind) {
    case 'bundled':
      return 'Comes with BrainDrive';
    case 'github':
      return `github.com/${source.repository}`;
    case 'url':
      return source.url.replace(/^https?:\/\//, '');
    case 'upload':
      return source.fileName;
    case 'folder':
      return source.path;
    case 'registry':
      return source.registryId;
  }
}
