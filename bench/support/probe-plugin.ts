import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asTgz, samplePlugin } from '@braindrive/plugin-host/testing/sample-plugin';
import { assemblePlugin } from '@braindrive/plugin-sdk/vite';

const folder = join(import.meta.dirname, '..', 'plugins', 'probe');
const paddingBytes = 980_000;

/** Archives of one built plugin under many names. */
export interface ProbeArchives {
  /** Signed: in the page. Unsigned: in a frame. */
  readonly archive: (about: {
    readonly slug: string;
    readonly version?: string;
    readonly isSigned?: boolean;
    /** Filled up to 1 MB. */
    readonly isPadded?: boolean;
  }) => Buffer;
}

/** Builds `bench/plugins/probe` with the SDK, once. */
export async function buildProbe(): Promise<ProbeArchives> {
  const outDir = await mkdtemp(join(tmpdir(), 'braindrive-probe-'));
  const { files: digests, ...manifest } = await assemblePlugin({ root: folder, outDir });
  const files: Record<string, string> = {};
  for (const path of Object.keys(digests)) files[path] = await readFile(join(outDir, path), 'utf8');
  await rm(outDir, { recursive: true });
  const key = generateKeyPairSync('ed25519').privateKey;
  const padding = { LICENSE: randomBytes(paddingBytes).toString('base64') };
  return {
    archive: ({ slug, version = '1.0.0', isSigned = true, isPadded = false }) =>
      asTgz(
        samplePlugin({
          manifest: { ...manifest, slug, version, name: slug },
          files: isPadded ? { ...files, ...padding } : files,
          ...(isSigned ? { key } : {}),
        }),
      ),
  };
}
