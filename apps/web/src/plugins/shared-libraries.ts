import * as ui from '@braindrive/plugin-sdk/ui';
import type { SharedLibrary } from '@braindrive/plugin-sdk/vite';
import * as web from '@braindrive/plugin-sdk/web';
import * as reactQuery from '@tanstack/react-query';
import * as react from 'react';
import * as jsxRuntime from 'react/jsx-runtime';
import * as reactDom from 'react-dom';

/** A library of the page, or how to get it. */
type Provider = object | (() => Promise<object>);

/** Whole Mantine, with the styles that the app itself does not draw, is loaded for plugins that import it. */
const loadMantine = () => import('./shared-mantine.ts');

/** What the page gives to plugins, by the name they import it with. */
export const sharedLibraries: Readonly<Record<SharedLibrary, Provider>> = {
  react,
  'react/jsx-runtime': jsxRuntime,
  'react-dom': reactDom,
  '@mantine/core': loadMantine,
  '@mantine/hooks': () => import('./shared-mantine-hooks.ts'),
  '@tanstack/react-query': reactQuery,
  '@braindrive/plugin-sdk/ui': ui,
  '@braindrive/plugin-sdk/web': web,
};
