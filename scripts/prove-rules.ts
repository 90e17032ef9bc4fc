import { execFileSync, spawnSync } from 'node:child_process';
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { type RuleBreak, ruleBreaks } from './rule-breaks.ts';

// Plants one mistake after the other in a copy of the project, and checks that the tool which is
// there for it notices. A rule that notices nothing protects nothing.

const root = resolve(import.meta.dirname, '..');

/** Copies the project's own files and links what is installed. */
function copyProject(): string {
  const copy = mkdtempSync(join(tmpdir(), 'braindrive-rules-'));
  const list = ['ls-files', '--cached', '--others', '--exclude-standard', '-z'];
  const files = execFileSync('git', list, { cwd: root, encoding: 'utf8' }).split('\0');
  for (const file of files) {
    if (file === '' || !existsSync(join(root, file))) continue;
    mkdirSync(dirname(join(copy, file)), { recursive: true });
    copyFileSync(join(root, file), join(copy, file));
  }
  linkPackages(join(root, 'node_modules'), join(copy, 'node_modules'));
  execFileSync('git', ['init', '--quiet'], { cwd: copy });
  return copy;
}

/** Links each package, but copies the workspaces' links, which are relative: they mean the copy. */
function linkPackages(from: string, to: string): void {
  mkdirSync(to);
  for (const name of readdirSync(from)) {
    if (name === '@braindrive') {
      cpSync(join(from, name), join(to, name), { recursive: true, verbatimSymlinks: true });
    } else {
      symlinkSync(join(from, name), join(to, name), 'junction');
    }
  }
}

/** Plants a mistake; the returned function takes it out again. */
function plant(project: string, planted: RuleBreak): () => void {
  const paths = [...planted.files, ...(planted.edits ?? [])].map(({ path }) => join(project, path));
  const before = paths.map((path) => (existsSync(path) ? readFileSync(path) : undefined));
  for (const { path, text, append } of planted.files) {
    mkdirSync(dirname(join(project, path)), { recursive: true });
    writeFileSync(join(project, path), text, { flag: append ? 'a' : 'w' });
  }
  for (const { path, from, to } of planted.edits ?? []) {
    const text = readFileSync(join(project, path), 'utf8');
    if (!text.includes(from)) throw new Error(`${path} does not contain ${from}`);
    writeFileSync(join(project, path), text.replace(from, to));
  }
  return () => {
    for (const [index, path] of paths.entries()) {
      const text = before[index];
      if (text === undefined) rmSync(path);
      else writeFileSync(path, text);
    }
  };
}

/** @returns What is wrong with the rule, undefined when it notices what it has to. */
function prove(project: string, planted: RuleBreak): string | undefined {
  const takeOut = plant(project, planted);
  try {
    const [program, ...args] = planted.command;
    const isOwnScript = program.startsWith('scripts/');
    const file = join(project, isOwnScript ? program : join('node_modules', program));
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ['--conditions=@braindrive/source', file, ...args],
      {
        cwd: join(project, planted.folder ?? '.'),
        encoding: 'utf8',
        env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0' },
      },
    );
    return verdict(planted.expected, status ?? 1, `${stdout}${stderr}`);
  } finally {
    takeOut();
  }
}

function verdict(
  expected: RegExp | undefined,
  exitCode: number,
  output: string,
): string | undefined {
  const tail = output.trim().split('\n').slice(-30).join('\n');
  if (expected === undefined) return exitCode === 0 ? undefined : `found fault:\n${tail}`;
  if (exitCode === 0) return `noticed nothing:\n${tail}`;
  return expected.test(output) ? undefined : `failed for another reason:\n${tail}`;
}

const project = copyProject();
try {
  let failures = 0;
  for (const planted of ruleBreaks) {
    const problem = prove(project, planted);
    if (problem !== undefined) failures += 1;
    console.log(
      problem === undefined ? `proved  ${planted.rule}` : `FAILED  ${planted.rule} ${problem}`,
    );
  }
  console.log(`\n${ruleBreaks.length - failures} passed, ${failures} failed`);
  process.exitCode = failures === 0 ? 0 : 1;
} finally {
  rmSync(project, { recursive: true, force: true });
}
