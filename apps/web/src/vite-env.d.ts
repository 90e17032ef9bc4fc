declare module 'virtual:design-tokens.css';

declare module 'virtual:shared-versions' {
  /** For each package that plugins take from the page: its version. */
  export const sharedVersions: Readonly<Record<string, string>>;
}
