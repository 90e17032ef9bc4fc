import { builtinModules } from 'node:module';
import { relative, sep } from 'node:path';
import type { Plugin } from 'vite';

const builtins: ReadonlySet<string> = new Set(builtinModules);

/** What is wrong with importing `specifier` into a front-end, or null. */
function problemOf(specifier: string): string | null {
  if (/^@mantine\/[\w-]+\/styles/.test(specifier)) {
    return 'The host has loaded the style sheets of Mantine; a second copy would override them. Remove the import.';
  }
  if (specifier.startsWith('@braindrive/plugin-sdk/server')) {
    return 'The server half of the SDK does not run in a browser. Call a procedure of your router instead.';
  }
  if (specifier.startsWith('node:') || builtins.has(specifier)) {
    return 'Modules of Node do not run in a browser. Use them in src/server and call a procedure.';
  }
  return null;
}

const isWithin = (file: string, folder: string): boolean =>
  file === folder || file.startsWith(folder + sep);

/**
 * Fails a build of a front-end that imports what it must not: Mantine's style sheets, Node, or the plugin's server half
 * by value. Type imports are gone before this is asked.
 * @param serverFolder - Absolute path of the plugin's `src/server`.
 */
export function uiImportRules(root: string, serverFolder: string): Plugin {
  return {
    name: 'braindrive-ui-import-rules',
    enforce: 'pre',
    async resolveId(specifier, importer, options) {
      if (importer === undefined || importer.includes(`${sep}node_modules${sep}`)) return null;
      const file = relative(root, importer);
      const problem = problemOf(specifier);
      if (problem !== null) this.error(`${file} imports "${specifier}". ${problem}`);
      if (!specifier.startsWith('.') && !specifier.startsWith('/')) return null;
      const resolved = await this.resolve(specifier, importer, { ...options, skipSelf: true });
      if (resolved === null || !isWithin(resolved.id, serverFolder)) return null;
      return this.error(
        `${file} imports "${specifier}" from the server half, which would end up in the browser. ` +
          'Write `import type`, and call a procedure for the rest.',
      );
    },
  };
}
