import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataSet, type SeededPerson } from './data-set.ts';
import { type MeasuredHost, startHost } from './host.ts';
import { type BenchModelServer, startModelServer } from './model-server.ts';

export interface Scenario<Seeded> {
  readonly host: MeasuredHost;
  readonly models: BenchModelServer;
  readonly owner: SeededPerson;
  readonly connectionId: string;
  readonly seeded: Seeded;
}

export interface ScenarioOptions<Seeded> {
  /** Fills the data folder before the host starts; the owner has an account already. */
  readonly seed: (data: DataSet, owner: SeededPerson) => Promise<Seeded>;
  /** A folder that is kept; a new one that is deleted otherwise. */
  readonly directory?: string;
  /** Folder for a processor profile of the host. */
  readonly profile?: string | undefined;
  readonly env?: Readonly<Record<string, string>>;
}

/** Model server, data and host for one measurement; everything is ended and deleted after it. */
export async function withScenario<Seeded>(
  options: ScenarioOptions<Seeded>,
  measure: (scenario: Scenario<Seeded>) => Promise<void>,
): Promise<void> {
  const directory = options.directory ?? (await mkdtemp(join(tmpdir(), 'braindrive-bench-')));
  const models = await startModelServer();
  try {
    const data = await DataSet.open(directory);
    const owner = await data.person('owner');
    const connectionId = await data.connection(owner, `${models.url}/v1`);
    const seeded = await options.seed(data, owner);
    await data.close();
    const { profile, env = {} } = options;
    const nodeFlags = profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`];
    const host = await startHost({ dataDirectory: directory, nodeFlags, env });
    try {
      await measure({ host, models, owner, connectionId, seeded });
    } finally {
      await host.stop();
    }
  } finally {
    models.stop();
    if (options.directory === undefined) await rm(directory, { recursive: true, force: true });
  }
}
