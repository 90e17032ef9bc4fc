import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Log } from '@braindrive/core';
import type { ProcedureSummary } from '@braindrive/plugin-sdk/protocol';
import { z } from 'zod';
import type { CallTarget, PluginSessions } from './call-ports.ts';

const jsonSchema = z.record(z.string(), z.unknown()).nullable();

/** Names as tRPC takes them: no dot, none of the words that a client or an object has of its own. */
const segment = /^(?!(?:then|call|apply|constructor|prototype|__proto__)(?:\.|$))[a-zA-Z_$][\w$]*$/;
const pathSchema = z
  .string()
  .max(200)
  .refine((path) => path.split('.').every((part) => segment.test(part)));

const procedureSchema = z.object({
  path: pathSchema,
  type: z.enum(['query', 'mutation', 'subscription']),
  input: jsonSchema,
  output: jsonSchema,
  tool: z.object({ title: z.string(), sideEffects: z.enum(['none', 'writes']) }).nullable(),
  isProbe: z.boolean(),
});

/** What a plugin says its procedures are; one that breaks the schema is left out. */
const maxProcedures = 1_000;

/**
 * The procedures of each plugin version. They are a property of the digest, so they are asked for once and kept beside
 * the host's other caches: a host that starts again knows them without starting a plugin.
 */
export class ProcedureCatalogue {
  readonly #directory: string;
  readonly #sessions: PluginSessions;
  readonly #log: Log;
  readonly #known = new Map<string, Promise<readonly ProcedureSummary[]>>();

  /** @param ports.directory - A folder that may be deleted at any time. */
  constructor(ports: {
    readonly directory: string;
    readonly sessions: PluginSessions;
    readonly log: Log;
  }) {
    this.#directory = ports.directory;
    this.#sessions = ports.sessions;
    this.#log = ports.log;
  }

  /** Starts the plugin only when it never ran on this host. Empty when it cannot be started; the next call tries again. */
  of(target: CallTarget): Promise<readonly ProcedureSummary[]> {
    const known = this.#known.get(target.digest);
    if (known !== undefined) return known;
    const asked = this.#find(target);
    this.#known.set(target.digest, asked);
    return asked.catch((cause: unknown) => {
      this.#known.delete(target.digest);
      this.#log.warn({ cause, slug: target.slug, digest: target.digest }, 'plugin.unknown');
      return [];
    });
  }

  async #find(target: CallTarget): Promise<readonly ProcedureSummary[]> {
    const kept = await this.#read(target.digest);
    if (kept !== null) return kept;
    const { summary } = await this.#sessions.acquire(target);
    const procedures = usable(summary.procedures);
    await this.#write(target.digest, procedures);
    return procedures;
  }

  async #read(digest: string): Promise<readonly ProcedureSummary[] | null> {
    try {
      const text = await readFile(this.#pathOf(digest), 'utf8');
      const parsed = z.array(procedureSchema).safeParse(JSON.parse(text));
      return parsed.success ? parsed.data : null;
    } catch {
      // Missing, or cut by a crash: the plugin is asked again.
      return null;
    }
  }

  async #write(digest: string, procedures: readonly ProcedureSummary[]): Promise<void> {
    try {
      await mkdir(this.#directory, { recursive: true });
      const path = this.#pathOf(digest);
      const draft = `${path}.${process.pid}`;
      await writeFile(draft, JSON.stringify(procedures));
      await rename(draft, path);
    } catch (cause) {
      this.#log.warn({ cause, digest }, 'plugin.procedures-not-kept');
    }
  }

  #pathOf(digest: string): string {
    return join(this.#directory, `${digest}.json`);
  }
}

function usable(procedures: readonly unknown[]): ProcedureSummary[] {
  const byPath = new Map<string, ProcedureSummary>();
  for (const candidate of procedures.slice(0, maxProcedures)) {
    const { success, data } = procedureSchema.safeParse(candidate);
    if (success && !byPath.has(data.path)) byPath.set(data.path, data);
  }
  return withoutBranches([...byPath.values()]);
}

/** `items` cannot be a procedure and hold `items.list` too. */
function withoutBranches(procedures: readonly ProcedureSummary[]): ProcedureSummary[] {
  const branches = new Set(
    procedures.flatMap(({ path }) => {
      const parts = path.split('.');
      return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join('.'));
    }),
  );
  return procedures.filter(({ path }) => !branches.has(path));
}
