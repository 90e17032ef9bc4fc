import type { Plugin } from 'vite';

/** Asks the browser at once for lazy scripts that nearly every page needs, by the beginning of their names. */
export function preloadScripts(...names: readonly string[]): Plugin {
  return {
    name: 'braindrive-preload-scripts',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler: (_html, { bundle }) =>
        Object.values(bundle ?? {})
          .filter((file) => file.type === 'chunk' && names.includes(file.name))
          .map(({ fileName }) => ({
            tag: 'link',
            injectTo: 'head' as const,
            attrs: { rel: 'modulepreload', crossorigin: true, href: `/${fileName}` },
          })),
    },
  };
}
