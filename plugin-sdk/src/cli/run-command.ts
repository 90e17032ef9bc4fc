import { parseArgs } from 'node:util';
import { isPluginError } from '../plugin-error.ts';
import { checkPlugin } from './check-plugin.ts';
import { uiBytes } from './checks/size-check.ts';
import type { Finding } from './finding.ts';
import { loadPlugin, type PackOptions, packPlugin } from './pack-plugin.ts';

const usage = `braindrive-plugin <command> [folder] [options]

  pack    Build, check and pack a plugin into <slug>-<version>.tgz
  check   Build and check a plugin, or check the built files of one

  --out <folder>   pack: where the archive is written (default: the plugin's folder)
  --key <file>     pack: sign with this ed25519 private key (PEM)
  --json           Write the result as JSON
  --help           Show this

Ends with 0 when all is well (warnings included), 1 when errors were found, 2 when it was called wrongly.
`;

/** What a command is given of the world. */
export interface CommandPorts {
  readonly write: (text: string) => void;
  readonly writeError: (text: string) => void;
  readonly build: PackOptions['build'];
}

export type ExitCode = 0 | 1 | 2;

interface Options {
  readonly out?: string;
  readonly key?: string;
  readonly json: boolean;
  readonly help: boolean;
}

function parse(args: readonly string[]) {
  const { positionals, values } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      out: { type: 'string' },
      key: { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const [command = 'help', root = '.', ...rest] = positionals;
  return { command, root, isExcessive: rest.length > 0, options: values as Options };
}

const lineOf = ({ number, level, message, fix }: Finding): string =>
  `${level === 'error' ? 'error  ' : 'warning'} ${number}  ${message}\n               ${fix}\n`;

const codeOf = (findings: readonly Finding[]): ExitCode =>
  findings.some(({ level }) => level === 'error') ? 1 : 0;

/** Runs `pack` or `check`. Never throws; what goes wrong is written and told by the exit code. */
export async function runCommand(args: readonly string[], ports: CommandPorts): Promise<ExitCode> {
  try {
    const { command, root, isExcessive, options } = parse(args);
    if (options.help || command === 'help') {
      ports.write(usage);
      return 0;
    }
    if (isExcessive) return misuse(ports, 'Name one folder.');
    if (command === 'pack') return await pack(root, options, ports);
    if (command === 'check') return await check(root, options, ports);
    return misuse(ports, `There is no command ${command}.`);
  } catch (error) {
    const isMisuse = error instanceof TypeError && 'code' in error;
    if (isMisuse) return misuse(ports, error.message);
    const code = isPluginError(error) ? `${error.code}: ` : '';
    ports.writeError(`${code}${error instanceof Error ? error.message : String(error)}\n`);
    return 1;
  }
}

function misuse({ writeError }: CommandPorts, message: string): ExitCode {
  writeError(`${message}\n\n${usage}`);
  return 2;
}

async function pack(root: string, options: Options, ports: CommandPorts): Promise<ExitCode> {
  const result = await packPlugin({
    root,
    outDir: options.out ?? root,
    ...(options.key === undefined ? {} : { keyFile: options.key }),
    build: ports.build,
  });
  if (options.json) ports.write(`${JSON.stringify(result, null, 2)}\n`);
  else {
    for (const found of result.findings) ports.write(lineOf(found));
    ports.write(
      result.archive === null
        ? 'Not packed: put the errors right first.\n'
        : `${result.archive}\nsha256 ${result.sha256}, ${result.sizeBytes} bytes, front-end ${result.uiBytes} bytes gzipped, ${result.isSigned ? 'signed' : 'not signed'}\n`,
    );
  }
  return codeOf(result.findings);
}

async function check(root: string, options: Options, ports: CommandPorts): Promise<ExitCode> {
  const { files, sources } = await loadPlugin(root, ports.build);
  const { findings } = checkPlugin(files, sources);
  if (options.json) {
    ports.write(`${JSON.stringify({ uiBytes: uiBytes(files), findings }, null, 2)}\n`);
  } else {
    for (const found of findings) ports.write(lineOf(found));
    const errors = findings.filter(({ level }) => level === 'error').length;
    ports.write(`${errors} errors, ${findings.length - errors} warnings\n`);
  }
  return codeOf(findings);
}
