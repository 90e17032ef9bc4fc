import type { Plugin } from 'vite';

/** Asks the browser for the text font at once, instead of after the stylesheet was read. */
export function preloadFont(namePart: string): Plugin {
  return {
    name: 'braindrive-preload-font',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(_html, { bundle }) {
        const file = Object.keys(bundle ?? {}).find((name) => name.includes(namePart));
        if (file === undefined) return [];
        return [
          {
            tag: 'link',
            injectTo: 'head-prepend',
            attrs: {
              rel: 'preload',
              as: 'font',
              type: 'font/woff2',
              href: `/${file}`,
              crossorigin: true,
            },
          },
        ];
      },
    },
  };
}
