import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { repository } from './support/host.ts';
import type { BenchOptions } from './support/options.ts';
import { type Row, report } from './support/report.ts';

/** Installing from the lockfile in a copy of the tracked files: what `npm start` needs, then everything. */
export async function measureInstall(_options: BenchOptions): Promise<void> {
  const rows: Row[] = [measureOnce('to run it', ['--omit=dev']), measureOnce('to work on it', [])];
  report({
    bench: 'install',
    unit: 's, MB; the packages come from wherever npm is set up to look',
    rows,
  });
}

function measureOnce(what: string, flags: readonly string[]): Row {
  const directory = mkdtempSync(join(tmpdir(), 'braindrive-install-'));
  try {
    copyTracked(directory);
    const before = performance.now();
    const { status, stderr } = spawnSync('npm', ['ci', '--no-audit', '--no-fund', ...flags], {
      cwd: directory,
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(`npm ci failed:\n${stderr}`);
    const seconds = (performance.now() - before) / 1_000;
    const size = spawnSync('du', ['-sm', 'node_modules'], { cwd: directory, encoding: 'utf8' });
    return { what, seconds, nodeModulesMb: Number(size.stdout.split('\t')[0]) };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function copyTracked(directory: string): void {
  const { stdout } = spawnSync(
    'git',
    ['ls-files', '-z', '*package.json', 'package-lock.json', '.npmrc'],
    {
      cwd: repository,
      encoding: 'utf8',
    },
  );
  for (const path of stdout.split('\0').filter((name) => name !== ''))
    cpSync(join(repository, path), join(directory, dirname(path), path.split('/').at(-1) ?? ''), {
      recursive: true,
    });
}
