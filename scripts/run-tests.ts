import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { formatElapsed } from './bootstrap/console.mjs';
import { type Ring, ringTimeoutMs, selectRings } from './test-rings.ts';
import {
  countCheck,
  countVitest,
  failedTestNames,
  type RingCounts,
  summaryLine,
  type VitestReport,
} from './test-summary.ts';

interface RingResult {
  readonly ring: Ring;
  readonly counts: RingCounts;
  readonly elapsedMs: number;
  readonly failures: readonly string[];
}

const root = resolve(import.meta.dirname, '..');
const reportFolder = join(root, 'test-results');

/** Runs one ring; its output is shown as it comes when it has tests, else only when it fails. */
async function runRing(ring: Ring): Promise<RingResult> {
  const startedAt = performance.now();
  console.log(`\n── ${ring.name}: ${ring.title}`);
  const result = ring.kind === 'vitest' ? await runVitest(ring) : await runCheck(ring);
  const elapsedMs = performance.now() - startedAt;
  const verdict = result.counts.failed === 0 ? 'passed' : 'FAILED';
  console.log(`   ${verdict} in ${formatElapsed(elapsedMs)} (${summaryLine([result.counts])})`);
  return { ring, elapsedMs, ...result };
}

async function runCheck(ring: Ring): Promise<Pick<RingResult, 'counts' | 'failures'>> {
  const { exitCode, output } = await runProgram(ring.command, 'capture');
  if (exitCode !== 0) console.log(output);
  return {
    counts: countCheck(exitCode),
    failures: exitCode === 0 ? [] : [`exit code ${exitCode}, see above`],
  };
}

async function runVitest(ring: Ring): Promise<Pick<RingResult, 'counts' | 'failures'>> {
  const reportFile = join(reportFolder, `${ring.name}.json`);
  const reporters = ['--reporter=dot', '--reporter=json', `--outputFile.json=${reportFile}`];
  const { exitCode } = await runProgram([...ring.command, ...reporters], 'show');
  const report = readReport(reportFile);
  const counts = countVitest(report, exitCode);
  return { counts, failures: counts.failed === 0 ? [] : failedTestNames(report) };
}

function readReport(file: string): VitestReport | undefined {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as VitestReport) : undefined;
}

/** Runs a program in this very Node, so that nothing depends on what PATH holds. */
function runProgram(
  [program, ...args]: readonly [string, ...string[]],
  output: 'capture' | 'show',
): Promise<{ readonly exitCode: number; readonly output: string }> {
  const isOwnScript = program.startsWith('scripts/');
  const file = isOwnScript ? join(root, program) : join(root, 'node_modules', program);
  const nodeFlags = isOwnScript ? ['--conditions=@braindrive/source'] : [];
  return new Promise((resolveRun) => {
    const child = spawn(process.execPath, [...nodeFlags, file, ...args], {
      cwd: root,
      stdio: [
        'ignore',
        output === 'show' ? 'inherit' : 'pipe',
        output === 'show' ? 'inherit' : 'pipe',
      ],
      // Some tools colour their output on build servers too, where it goes to a file.
      env: process.stdout.isTTY ? process.env : { ...process.env, NO_COLOR: '1' },
      timeout: ringTimeoutMs,
    });
    const chunks: Buffer[] = [];
    child.stdout?.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.stderr?.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.once('error', (error) => resolveRun({ exitCode: 127, output: error.message }));
    child.once('close', (code) =>
      resolveRun({ exitCode: code ?? 1, output: Buffer.concat(chunks).toString() }),
    );
  });
}

function printSummary(results: readonly RingResult[], elapsedMs: number): void {
  console.log('\n── summary');
  for (const { ring, counts, elapsedMs: ringMs, failures } of results) {
    console.log(
      `   ${ring.name.padEnd(12)} ${formatElapsed(ringMs).padStart(12)}  ${summaryLine([counts])}`,
    );
    for (const failure of failures) console.log(`      ${failure}`);
  }
  console.log(`   ${'all'.padEnd(12)} ${formatElapsed(elapsedMs).padStart(12)}\n`);
  console.log(summaryLine(results.map((result) => result.counts)));
}

async function main(): Promise<number> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { quick: { type: 'boolean', default: false } },
  });
  const selected = selectRings([...positionals, ...(values.quick ? ['--quick'] : [])]);
  const startedAt = performance.now();
  rmSync(reportFolder, { recursive: true, force: true });
  mkdirSync(reportFolder, { recursive: true });
  const results: RingResult[] = [];
  for (const ring of selected) results.push(await runRing(ring));
  printSummary(results, performance.now() - startedAt);
  return results.some((result) => result.counts.failed > 0) ? 1 : 0;
}

process.exitCode = await main();
