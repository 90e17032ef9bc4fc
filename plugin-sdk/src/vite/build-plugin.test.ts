import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterEach, expect, it } from 'vitest';
import { buildPlugin } from './build-plugin.ts';

/** Inside the package, so that its libraries are found as an author's are. */
const packageRoot = fileURLToPath(new URL('../../', import.meta.url));
const folders: string[] = [];

async function pluginFolder(files: Readonly<Record<string, string>>): Promise<string> {
  const root = await mkdtemp(join(packageRoot, '.build-test-'));
  folders.push(root);
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  }
  return root;
}

afterEach(async () => {
  for (const root of folders.splice(0)) await rm(root, { recursive: true });
});

const counter = `
import { Button } from '@braindrive/plugin-sdk/ui';
import React, { useState } from 'react';
import * as everything from 'react';
import classes from './box.module.css';
export const same = React.useState === useState && everything.useState === useState;
export default { components: { Counter: () => <Button className={classes.box}>{useState(1)[0]}</Button> } };
`;

it('makes a front-end into a container that carries no library of the host', async () => {
  const root = await pluginFolder({
    'src/ui/index.tsx': counter,
    'src/ui/box.module.css': '.box { color: var(--bd-text); }',
  });
  const { shared, preload, hasUi, hasServer } = await buildPlugin({ root, slug: 'counter' });
  expect({ hasUi, hasServer }).toEqual({ hasUi: true, hasServer: false });
  expect(preload.map((path) => path.replace(/-[\w-]{8}\./, '.')).sort()).toEqual([
    'ui/assets/ui.css',
    'ui/assets/ui.js',
    'ui/remoteEntry.js',
  ]);
  expect(Object.keys(shared)).toEqual(['@braindrive/plugin-sdk', 'react']);

  const files = await readdir(join(root, 'dist/ui'), { recursive: true });
  const scripts = files.filter((name) => name.endsWith('.js'));
  const texts = await Promise.all(
    scripts.map((name) => readFile(join(root, 'dist/ui', name), 'utf8')),
  );
  expect(texts.join('').length).toBeLessThan(4_000);
  expect(texts.join('')).toContain('"react/jsx-runtime"');
  expect(texts.join('')).not.toContain('jsxDEV');
  const style = files.find((name) => name.endsWith('.css')) ?? '';
  expect(await readFile(join(root, 'dist/ui', style), 'utf8')).toMatch(/\.counter-box-\w{6}/);
});

it('asks the host for what the front-end imports, and for nothing else', async () => {
  const root = await pluginFolder({
    'src/ui/index.ts': `
      import React, { useState } from 'react';
      export const same = React.useState === useState;
      export default {};`,
  });
  await buildPlugin({ root });
  const container = await import(pathToFileURL(join(root, 'dist/ui/remoteEntry.js')).href);
  const asked: string[] = [];
  const provider = (name: string, library: object) => ({
    '1.0.0': {
      get: async () => {
        asked.push(name);
        return () => library;
      },
    },
  });
  await container.init({
    react: provider('react', { useState: () => undefined, default: { useState: null } }),
    '@mantine/core': provider('@mantine/core', {}),
  });
  expect(asked).toEqual(['react']);
  const module = (await container.get('./ui'))();
  expect(module).toMatchObject({ default: {}, same: false });
  await expect(container.get('./other')).rejects.toThrow('exposes no ./other');
});

it.each([
  ["import '@mantine/core/styles.css'", /src\/ui\/index.tsx imports .* style sheets of Mantine/],
  ["import { readFile } from 'node:fs'; readFile", /Modules of Node do not run in a browser/],
  ["import { secret } from '@braindrive/plugin-sdk/server'; secret", /server half of the SDK/],
  ["import { token } from '../server/token.ts'; console.log(token)", /Write `import type`/],
])('refuses %s in a front-end', async (line, message) => {
  const root = await pluginFolder({
    'src/ui/index.tsx': `${line};\nexport default {};`,
    'src/server/token.ts': "export const token = 'not for browsers';",
  });
  await expect(buildPlugin({ root })).rejects.toThrow(message);
});

it('lets a front-end import types of the server half', async () => {
  const root = await pluginFolder({
    'src/ui/index.ts': `
      import type { Token } from '../server/token.ts';
      export const token: Token | null = null;
      export default {};`,
    'src/server/token.ts': "export type Token = string; export const token = 'not for browsers';",
  });
  await buildPlugin({ root });
  const assets = await readdir(join(root, 'dist/ui/assets'));
  const texts = await Promise.all(
    assets.map((name) => readFile(join(root, 'dist/ui/assets', name), 'utf8')),
  );
  expect(texts.join('')).not.toContain('not for browsers');
});
