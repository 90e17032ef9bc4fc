import { join, resolve } from 'node:path';
import { assemblePlugin } from '../plugin-sdk/src/vite/index.ts';

// Builds bundled plugins into their dist folders: node scripts/bootstrap.mjs run scripts/build-plugins.ts chat ollama

const plugins = resolve(import.meta.dirname, '..', 'plugins');
for (const slug of process.argv.slice(2)) {
  try {
    const { version, files } = await assemblePlugin({ root: join(plugins, slug) });
    console.log(`${slug} ${version}: ${Object.keys(files).length} files`);
  } catch (error) {
    console.error(`plugins/${slug} does not build.`);
    throw error;
  }
}
