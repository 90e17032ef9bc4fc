import type { PluginSource } from '@braindrive/contracts';
import { DomainError } from '@braindrive/core';
import type { GitHubSettings } from './github-settings.ts';

const repositoryName = /^[\w.-]{1,100}\/[\w.-]{1,100}$/;

/**
 * Understands what a person pastes: `owner/repository`, the address of a repository or of one of its releases, or the
 * address of a `.tgz` or `.zip`.
 * @throws {DomainError} `VALIDATION_FAILED`
 */
export function parseSource(text: string, gitHub: GitHubSettings): PluginSource {
  const trimmed = text.trim();
  if (repositoryName.test(trimmed)) return onGitHub(trimmed, null);
  const url = URL.parse(/^[\w.-]+\.[a-z]+\//i.test(trimmed) ? `https://${trimmed}` : trimmed);
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw notUnderstood('Enter the address of a GitHub repository, or of a .tgz or .zip file.');
  }
  if (url.username !== '' || url.password !== '') {
    throw notUnderstood('An address with a password in it would be shown to others. Leave it out.');
  }
  const web = new URL(gitHub.webUrl);
  const isWeb = url.host === web.host || url.host === `www.${web.host}`;
  return (isWeb ? repositoryOf(url, web) : null) ?? { kind: 'url', url: url.href };
}

/** @returns null for an address on GitHub that is a file, such as an asset of a release. */
function repositoryOf(url: URL, web: URL): PluginSource | null {
  const path = url.pathname.slice(web.pathname.replace(/\/$/, '').length + 1);
  const [owner = '', name = '', ...rest] = path.split('/');
  const repository = `${owner}/${name.replace(/\.git$/, '')}`;
  if (!repositoryName.test(repository)) {
    throw notUnderstood('Enter the address of a repository, such as github.com/owner/repository.');
  }
  const [section, kind, ...tag] = rest.filter((part) => part !== '');
  if (section === 'releases' && kind === 'download') return null;
  if (section === 'releases' && kind === 'tag' && tag.length > 0) {
    return onGitHub(repository, decodedTag(tag.join('/')));
  }
  if (section === 'archive') {
    throw notUnderstood('This is an archive of the source. Use the address of the repository.');
  }
  return onGitHub(repository, null);
}

function decodedTag(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw notUnderstood('The tag in the address is not written as addresses are. Copy it again.');
  }
}

const onGitHub = (repository: string, tag: string | null): PluginSource => ({
  kind: 'github',
  repository,
  tag,
});

const notUnderstood = (message: string): DomainError =>
  new DomainError('VALIDATION_FAILED', message, { fieldErrors: { source: [message] } });
