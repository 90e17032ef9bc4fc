/** Which GitHub is asked: github.com, an Enterprise server, or one of a test. */
export interface GitHubSettings {
  /** `https://api.github.com`, `https://github.example.com/api/v3`; without a slash at the end. */
  readonly apiUrl: string;
  /** Where people look at it: `https://github.com`. */
  readonly webUrl: string;
  /** For private repositories and a higher rate limit, or null. Sent to `apiUrl` only. */
  readonly token: string | null;
}

export const publicGitHub: GitHubSettings = {
  apiUrl: 'https://api.github.com',
  webUrl: 'https://github.com',
  token: null,
};
