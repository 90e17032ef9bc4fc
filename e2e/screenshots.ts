import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type Picture, writeContactSheet } from './support/contact-sheet.ts';
import { screens } from './support/screens.ts';
import { type Device, Studio } from './support/studio.ts';

const repository = resolve(import.meta.dirname, '..');
const schemes = ['light', 'dark'] as const;

/** The pictures that the documentation shows, by the name they have there. */
const documentPictures: Readonly<Record<string, string>> = {
  'chat-light': 'chat-streaming-desktop-light',
  'chat-dark': 'chat-streaming-desktop-dark',
  'chat-phone': 'chat-streaming-phone-light',
  'first-run-light': 'first-run-desktop-light',
  'models-light': 'models-desktop-light',
  'connections-light': 'connections-desktop-light',
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    out: { type: 'string', default: '.cache/screenshots' },
    'update-docs': { type: 'boolean', default: false },
  },
});
const outFolder = resolve(repository, values.out);

/** Without names all screens; else those whose name begins with one of them. */
const isWanted = (name: string) =>
  positionals.length === 0 || positionals.some((wanted) => name.startsWith(wanted));

async function takePictures(studio: Studio): Promise<{ pictures: Picture[]; failures: string[] }> {
  const pictures: Picture[] = [];
  const failures: string[] = [];
  for (const screen of screens.filter(({ name }) => isWanted(name))) {
    for (const device of ['desktop', 'phone'] satisfies Device[]) {
      if (screen.only !== undefined && screen.only !== device) continue;
      try {
        const shown = await studio.show(screen, device);
        for (const scheme of schemes) {
          await shown.page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
          const file = `${screen.name}-${device}-${scheme}.png`;
          await shown.page.screenshot({ path: join(outFolder, file), caret: 'initial' });
          pictures.push({ screen: screen.name, device, scheme, file });
        }
        await shown.leave();
      } catch (error) {
        failures.push(`${screen.name}, ${device}: ${describe(error)}`);
      }
    }
    console.log(`${screen.name}`);
  }
  return { pictures, failures };
}

const describe = (error: unknown): string =>
  error instanceof Error ? `${error.message} ${describe(error.cause ?? '')}` : String(error);

async function updateDocuments(pictures: readonly Picture[]): Promise<void> {
  const { copyFile } = await import('node:fs/promises');
  const folder = join(repository, 'docs', 'images');
  await mkdir(folder, { recursive: true });
  for (const [name, source] of Object.entries(documentPictures)) {
    if (!pictures.some(({ file }) => file === `${source}.png`)) continue;
    await copyFile(join(outFolder, `${source}.png`), join(folder, `${name}.png`));
    console.log(`docs/images/${name}.png`);
  }
}

await mkdir(outFolder, { recursive: true });
const studio = await Studio.open();
try {
  const { pictures, failures } = await takePictures(studio);
  await writeFile(join(outFolder, 'index.html'), writeContactSheet(pictures));
  if (values['update-docs']) await updateDocuments(pictures);
  console.log(`${pictures.length} pictures in ${outFolder}`);
  for (const failure of failures) console.error(failure);
  process.exitCode = failures.length === 0 ? 0 : 1;
} finally {
  await studio.close();
}
