import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { codeBlocks } from './documentation.ts';

const root = resolve(import.meta.dirname, '..');

it('stands on its own: it compiles with every declaration checked, and types what clients get', () => {
  mkdirSync(join(root, 'test-results'), { recursive: true });
  const folder = mkdtempSync(join(root, 'test-results', 'contract-'));
  try {
    const readme = readFileSync(join(root, 'packages', 'contract', 'README.md'), 'utf8');
    const example = codeBlocks(readme).find(({ language }) => language === 'ts')?.text ?? '';
    const checks = `
const title: string = (null as unknown as Conversation).title;
// @ts-expect-error there is no such procedure
type Missing = CoreOutputs['conversation']['nothing'];
// @ts-expect-error the text is needed
const message: NewMessage = {};
export type Used = [typeof title, typeof message, Missing, Router];
`;
    writeFileSync(join(folder, 'client.ts'), `${example}\n${checks}`);
    const compilerOptions = {
      ...{ target: 'es2024', lib: ['esnext', 'dom'], module: 'nodenext', strict: true },
      ...{ noEmit: true, skipLibCheck: false, types: [] },
    };
    writeFileSync(
      join(folder, 'tsconfig.json'),
      JSON.stringify({ compilerOptions, include: ['*.ts'] }),
    );
    const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
    const { stdout } = spawnSync(process.execPath, [compiler, '-p', folder], { encoding: 'utf8' });
    expect(stdout).toBe('');
  } finally {
    rmSync(folder, { recursive: true });
  }
});
