import { execFile } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { promisify } from 'node:util';

const repository = resolve(import.meta.dirname, '../..');
/** Inside the workspace, so that the copies find the libraries of an author. */
const buildFolder = join(import.meta.dirname, '.plugin-builds');
const command = join(repository, 'plugin-sdk/src/cli/main.ts');

/** An archive as its author would publish it. */
export interface PackedPlugin {
  readonly fileName: string;
  readonly bytes: Uint8Array;
  /** What `pack` wrote beside it. */
  readonly sha256: string;
}

/** For each file of the plugin: texts that this version has in another way. */
export type PluginChanges = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Where an author works: fixtures are copied there, changed, and packed with the command of the SDK. */
export class AuthorDesk {
  readonly #folder: string;
  readonly #keyFile: string;

  private constructor(folder: string, keyFile: string) {
    this.#folder = folder;
    this.#keyFile = keyFile;
  }

  static async open(): Promise<AuthorDesk> {
    await mkdir(buildFolder, { recursive: true });
    const folder = await mkdtemp(join(buildFolder, 'desk-'));
    const keyFile = join(folder, 'author.pem');
    const { privateKey } = generateKeyPairSync('ed25519');
    await writeFile(keyFile, privateKey.export({ type: 'pkcs8', format: 'pem' }));
    return new AuthorDesk(folder, keyFile);
  }

  /** @param options.isSigned - With the key of this desk. */
  async pack(
    fixture: string,
    version: string,
    options: { readonly changes?: PluginChanges; readonly isSigned?: boolean } = {},
  ): Promise<PackedPlugin> {
    const root = await mkdtemp(join(this.#folder, `${fixture}-${version}-`));
    await cp(join(import.meta.dirname, 'plugins', fixture), root, { recursive: true });
    const numbered = { 'plugin.config.ts': { "version: '1.0.0'": `version: '${version}'` } };
    for (const changes of [numbered, options.changes ?? {}]) await applyChanges(root, changes);
    const outDir = join(root, 'packed');
    const key = (options.isSigned ?? true) ? ['--key', this.#keyFile] : [];
    const { stdout } = await promisify(execFile)(process.execPath, [
      '--conditions=@braindrive/source',
      command,
      ...['pack', root, '--out', outDir, '--json', ...key],
    ]);
    const { archive, sha256 } = JSON.parse(stdout.slice(stdout.indexOf('{\n'))) as {
      archive: string;
      sha256: string;
    };
    return { fileName: basename(archive), bytes: await readFile(archive), sha256 };
  }

  clear(): Promise<void> {
    return rm(this.#folder, { recursive: true, force: true });
  }
}

async function applyChanges(root: string, changes: PluginChanges): Promise<void> {
  for (const [file, texts] of Object.entries(changes)) {
    const path = join(root, file);
    let text = await readFile(path, 'utf8');
    for (const [before, after] of Object.entries(texts)) {
      if (!text.includes(before) && before !== after) {
        throw new Error(`${file} has nothing to change at: ${before}`);
      }
      text = text.replaceAll(before, after);
    }
    await writeFile(path, text);
  }
}
