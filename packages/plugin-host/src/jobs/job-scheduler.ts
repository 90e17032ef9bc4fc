import type { Clock, Log } from '@braindrive/core';
import type { JobContribution } from '@braindrive/plugin-sdk';
import type { BridgeCaller } from '../bridge-caller.ts';
import type { JobStarter } from '../bridges/index.ts';
import { bridgeCallerOf, callContextOf } from '../calls/call-context.ts';
import type { CallTarget, PluginSessions } from '../calls/call-ports.ts';
import type { Installation } from '../installations/installation.ts';
import type { InstallationStore } from '../installations/installation-store.ts';
import type { VersionStore } from '../installations/version-store.ts';
import { reasonOf } from '../lifecycle/plugin-failure.ts';
import type { DueJob, JobStore } from './job-store.ts';
import { intervalMs, nextRunAt } from './job-times.ts';

export interface JobSchedulerPorts {
  readonly jobs: JobStore;
  readonly installations: InstallationStore;
  readonly versions: VersionStore;
  readonly targets: { find(userId: string, slug: string): Promise<CallTarget | null> };
  readonly sessions: PluginSessions;
  readonly clock: Clock;
  readonly log: Log;
}

const tickMs = 15_000;
const runLimitMs = 5 * 60_000;
/** So that background work leaves the processor to the people. */
const maxAtOnce = 2;
const batch = 20;

/**
 * Runs the jobs of installations by the clock: each job one run at a time, two jobs at once. A job that failed waits
 * longer each time. Only with `schedule` granted.
 */
export class JobScheduler implements JobStarter {
  readonly #ports: JobSchedulerPorts;
  readonly #running = new Map<string, Promise<void>>();
  #timer: NodeJS.Timeout | undefined;
  #stop = () => {};
  #isTicking = false;

  constructor(ports: JobSchedulerPorts) {
    this.#ports = ports;
  }

  /** Begins to look at the clock; what was missed while the host was off runs once. */
  async start(): Promise<void> {
    const { installations, versions, jobs, clock, log } = this.#ports;
    const now = clock.now().getTime();
    for (const { digest, manifest } of await versions.all()) {
      const contributed = manifest.contributes.jobs;
      if (contributed.length === 0) continue;
      const firstRuns = contributed.map(({ name, every }) => ({
        name,
        firstRunAt: now + intervalMs(every),
      }));
      await jobs.keepAll(digest, firstRuns);
    }
    const follow = (ownerId: string) => {
      this.#follow(ownerId).catch((cause: unknown) => log.warn({ cause }, 'plugin.jobs-not-kept'));
    };
    this.#stop = installations.onChange(follow);
    this.#timer = setInterval(() => void this.tick(), tickMs);
    this.#timer.unref();
  }

  /** Waits for the jobs that run. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    this.#stop();
    await Promise.all(this.#running.values());
  }

  /** @inheritdoc */
  async runNow(caller: BridgeCaller, name: string): Promise<void> {
    const { jobs, clock } = this.#ports;
    if (this.#running.has(keyOf({ installationId: caller.installationId, name }))) return;
    await jobs.hurry(caller.installationId, name, clock.now().getTime());
    // Not awaited: the plugin that asks may be the one whose process the job waits for.
    void this.tick();
  }

  /** Starts what is due. */
  async tick(): Promise<void> {
    if (this.#isTicking) return;
    this.#isTicking = true;
    try {
      const due = await this.#ports.jobs.due(this.#ports.clock.now().getTime(), batch);
      for (const job of due) {
        if (this.#running.size >= maxAtOnce) break;
        this.#begin(job);
      }
    } catch (cause) {
      this.#ports.log.error({ cause }, 'plugin.jobs-failed');
    } finally {
      this.#isTicking = false;
    }
  }

  /** Settles when no job runs; for tests and an orderly end. */
  async idle(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running.values());
  }

  /** Makes the rows of an installation follow what it has now. */
  async keep(installation: Installation): Promise<void> {
    const now = this.#ports.clock.now().getTime();
    const isInstalled = installation.state !== 'uninstalled';
    const { jobs } = installation.version.manifest.contributes;
    await this.#ports.jobs.keep(
      installation.id,
      isInstalled
        ? jobs.map(({ name, every }) => ({ name, firstRunAt: now + intervalMs(every) }))
        : [],
    );
  }

  async #follow(ownerId: string): Promise<void> {
    for (const installation of await this.#ports.installations.ofUser(ownerId)) {
      const hasJobs = installation.version.manifest.contributes.jobs.length > 0;
      if (hasJobs || installation.previous !== null) await this.keep(installation);
    }
  }

  #begin(job: DueJob): void {
    const key = keyOf(job);
    if (this.#running.has(key)) return;
    const running = this.#run(job)
      .catch((cause: unknown) => this.#ports.log.error({ cause, ...job }, 'plugin.job-lost'))
      .finally(() => this.#running.delete(key));
    this.#running.set(key, running);
  }

  async #run(job: DueJob): Promise<void> {
    const { jobs, installations, clock, log } = this.#ports;
    const installation = await installations.findById(job.installationId);
    const contribution = contributionOf(installation, job.name);
    if (installation === null || contribution === undefined) {
      await jobs.postpone(job, clock.now().getTime() + intervalMs('1d'));
      return;
    }
    const { every } = contribution;
    let error: string | null = null;
    try {
      const isRun = await this.#ask(installation, job.name);
      if (!isRun) {
        await jobs.postpone(job, nextRunAt(clock.now().getTime(), every, 0));
        return;
      }
    } catch (cause) {
      error = reasonOf(cause);
      log.warn({ cause, slug: installation.slug, job: job.name }, 'plugin.job-failed');
    }
    const at = clock.now().getTime();
    const failures = error === null ? 0 : job.failures + 1;
    await jobs.ran(job, { at, error, nextRunAt: nextRunAt(at, every, failures) });
  }

  /** @returns false when it may not run now. */
  async #ask({ ownerId, slug }: Installation, name: string): Promise<boolean> {
    const target = await this.#ports.targets.find(ownerId, slug);
    if (target?.isEnabled !== true || target.grants.schedule === undefined) return false;
    const session = await this.#ports.sessions.acquire(target);
    await session.request(
      'job.run',
      { name, context: callContextOf(target) },
      { caller: bridgeCallerOf(target, { kind: 'job' }), timeoutMs: runLimitMs },
    );
    return true;
  }
}

const keyOf = ({ installationId, name }: Pick<DueJob, 'installationId' | 'name'>): string =>
  `${installationId} ${name}`;

const contributionOf = (
  installation: Installation | null,
  name: string,
): JobContribution | undefined =>
  installation?.version.manifest.contributes.jobs.find((job) => job.name === name);
