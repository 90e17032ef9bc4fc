/** What examples may name. */
export interface KnownNames {
  readonly npmScripts: readonly string[];
  readonly settings: readonly string[];
  readonly isFile: (path: string) => boolean;
  /** Whether the host serves this; `path` has no query. */
  readonly isServed: (method: string, path: string) => boolean;
  /** @throws when the host would refuse the flags. */
  readonly checkHostFlags: (flags: readonly string[]) => void;
  /** @throws when there is no such test ring. */
  readonly checkTestRings: (names: readonly string[]) => void;
}

const plainPrograms = ['git', 'sqlite3', 'tar'];
const hostAddress = 'http://127.0.0.1:3000';

/**
 * Checks a line of a shell example against what the project really has.
 * @returns What is wrong, undefined when nothing is.
 */
export function problemOfCommand(line: string, known: KnownNames): string | undefined {
  const words = splitWords(line);
  const programIndex = words.findIndex((word) => !/^[A-Z_]+=/.test(word));
  const unknownSetting = words
    .slice(0, programIndex === -1 ? words.length : programIndex)
    .map((word) => word.slice(0, word.indexOf('=')))
    .find((name) => !known.settings.includes(name));
  if (unknownSetting !== undefined) return `there is no setting ${unknownSetting}`;
  const [program = '', ...args] = words.slice(programIndex);
  if (program === 'npm') return problemOfNpm(args, known);
  if (program === 'curl') return problemOfCurl(args, known);
  if (program === 'docker' || program === 'buildah') return problemOfContainer(args, known);
  return plainPrograms.includes(program) ? undefined : `${program} is no program we expect here`;
}

function problemOfNpm(
  [command = '', ...rest]: readonly string[],
  known: KnownNames,
): string | undefined {
  if (command === 'install' || command === 'update') return undefined;
  const script = command === 'run' ? (rest[0] ?? '') : command;
  if (!known.npmScripts.includes(script)) return `there is no npm script ${script}`;
  const flags = rest.includes('--') ? rest.slice(rest.indexOf('--') + 1) : [];
  try {
    if (script === 'start' || script === 'dev') known.checkHostFlags(flags);
    if (script === 'test' || script === 'check') known.checkTestRings(flags);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function problemOfCurl(args: readonly string[], known: KnownNames): string | undefined {
  const url = args.find((arg) => arg.startsWith('http'));
  if (url === undefined) return 'curl has no address';
  if (!url.startsWith(hostAddress)) return `${url} is not an address of BrainDrive`;
  const [path = ''] = url.slice(hostAddress.length).split('?');
  const method = args.includes('-X') ? (args[args.indexOf('-X') + 1] ?? '') : 'GET';
  return known.isServed(method, path) ? undefined : `${method} ${path} is not served`;
}

function problemOfContainer(args: readonly string[], known: KnownNames): string | undefined {
  const flag = args.findIndex((arg) => arg === '-f' || arg === '--file');
  const path = args[flag + 1];
  if (flag === -1 || path === undefined) return 'the command names no file';
  return known.isFile(path) ? undefined : `there is no file ${path}`;
}

/** Splits at spaces, except between quotes. */
function splitWords(line: string): readonly string[] {
  return [...line.matchAll(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g)].map(([word]) =>
    word.replaceAll(/["']/g, ''),
  );
}
