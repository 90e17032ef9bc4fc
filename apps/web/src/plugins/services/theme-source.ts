import type { Source, Theme } from '@braindrive/plugin-sdk/web';
import { designTokens } from '../../theme/design-tokens.ts';

const attribute = 'data-mantine-color-scheme';

const themes: Readonly<Record<Theme['scheme'], Theme>> = {
  light: { scheme: 'light', tokens: designTokens.light },
  dark: { scheme: 'dark', tokens: { ...designTokens.light, ...designTokens.dark } },
};

/** The scheme that the page shows now, whoever changed it. */
export const themeSource: Source<Theme> = {
  get: () => themes[document.documentElement.getAttribute(attribute) === 'dark' ? 'dark' : 'light'],
  subscribe: (listener) => {
    const observer = new MutationObserver(listener);
    observer.observe(document.documentElement, { attributes: true, attributeFilter: [attribute] });
    return () => observer.disconnect();
  },
};
