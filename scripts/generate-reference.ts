import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { environmentSchema } from '../apps/host/src/environment.ts';
import { renderContract } from './contract-types.ts';
import {
  describeSettings,
  renderEnvironmentExample,
  renderEnvironmentPage,
} from './environment-reference.ts';
import { renderManifestPage, renderManifestSchema } from './manifest-reference.ts';

// Writes what is generated from source; with --check it only tells whether it is current.

const root = resolve(import.meta.dirname, '..');
const settings = describeSettings(environmentSchema);
const generated = new Map([
  ['.env.example', renderEnvironmentExample(settings)],
  ['packages/contract/index.d.ts', renderContract(root)],
  ['docs/reference/environment.md', renderEnvironmentPage(settings)],
  ['docs/reference/plugin-manifest.md', renderManifestPage()],
  ['docs/reference/plugin-manifest.schema.json', renderManifestSchema()],
]);

const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
for (const [path, text] of generated) {
  const file = join(root, path);
  const isCurrent = existsSync(file) && readFileSync(file, 'utf8') === text;
  if (isCurrent) continue;
  if (values.check) {
    console.error(`${path} is not current. Run: npm run generate`);
    process.exitCode = 1;
  } else {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    console.log(`${path} written`);
  }
}
