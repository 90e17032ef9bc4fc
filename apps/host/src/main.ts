import { existsSync } from 'node:fs';
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';
import { loadEnvFile } from 'node:process';
import {
  type CommandLine,
  type Environment,
  EnvironmentError,
  readCommandLine,
  readEnvironment,
} from './environment.ts';

/** Exit codes that scripts and service managers can tell apart. */
const exitCodes = { failed: 1, environment: 2, portTaken: 3, database: 4 } as const;
const shutdownLimitMs = 10_000;

const print = (text: string): void => void process.stderr.write(`${text}\n`);

function readSettings(): { environment: Environment; commandLine: CommandLine } {
  if (existsSync('.env')) loadEnvFile('.env');
  const commandLine = readCommandLine(process.argv.slice(2));
  return { environment: readEnvironment(process.env, commandLine.settings), commandLine };
}

async function main(): Promise<void> {
  // Everything the host writes (database, files, keys) is for its own user only.
  process.umask(0o077);
  const { environment, commandLine } = readSettings();
  // Compiled code is kept in the data folder's cache, so that the next start skips parsing.
  enableCompileCache(join(environment.BRAINDRIVE_DATA, 'cache', 'compiled'));
  const [{ createLog }, { startHost }, { showStarterProgress }] = await Promise.all([
    import('./create-log.ts'),
    import('./start-host.ts'),
    import('./starter-progress.ts'),
  ]);
  const log = createLog(environment, process.stdout);
  const host = await startHost({
    environment,
    log,
    restore: commandLine.restore,
    variables: process.env,
  });
  printReady(host.url, environment);
  showStarterProgress({ read: host.starterPull, output: process.stderr });
  stopOnSignals(host.close);
}

function printReady(url: string, environment: Environment): void {
  print(
    `\n  BrainDrive is ready at ${url}\n  Data folder: ${environment.BRAINDRIVE_DATA}\n  Stop with Ctrl C.\n`,
  );
}

/** Drains and ends; a second signal, or the time limit, ends at once. */
function stopOnSignals(close: () => Promise<void>): void {
  let isStopping = false;
  const stop = (): void => {
    if (isStopping) process.exit(exitCodes.failed);
    isStopping = true;
    setTimeout(() => process.exit(exitCodes.failed), shutdownLimitMs - 500).unref();
    close().then(
      () => process.exit(0),
      (error: unknown) => {
        print(`Stopping failed: ${String(error)}`);
        process.exit(exitCodes.failed);
      },
    );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

function fail(error: unknown): never {
  if (error instanceof EnvironmentError) {
    print('BrainDrive cannot start with these settings:');
    for (const { name, message } of error.problems) print(`  ${name}: ${message}`);
    process.exit(exitCodes.environment);
  }
  if (error instanceof Error && error.name === 'PortTakenError') {
    print(error.message);
    process.exit(exitCodes.portTaken);
  }
  if (error instanceof Error && error.name === 'MigrationError') {
    print(error.message);
    print(`Cause: ${String(error.cause)}`);
    process.exit(exitCodes.database);
  }
  print(error instanceof Error ? (error.stack ?? error.message) : String(error));
  process.exit(exitCodes.failed);
}

await main().catch(fail);
