import type { Plugin } from 'vite';
import { designTokens } from '../src/theme/design-tokens.ts';

const moduleId = 'virtual:design-tokens.css';
const resolvedId = `\0${moduleId}`;

const declarations = (tokens: Readonly<Record<string, string>>) =>
  Object.entries(tokens)
    .map(([name, value]) => `${name}:${value}`)
    .join(';');

/** The `--bd-*` roles as a static stylesheet, so that the page has its colours before any script runs. */
export function designTokensStylesheet(): Plugin {
  return {
    name: 'braindrive-design-tokens',
    resolveId: (id) => (id === moduleId ? resolvedId : null),
    load: (id) =>
      id === resolvedId
        ? `:root{color-scheme:light;${declarations(designTokens.light)}}` +
          `[data-mantine-color-scheme="dark"]{color-scheme:dark;${declarations(designTokens.dark)}}`
        : null,
  };
}
