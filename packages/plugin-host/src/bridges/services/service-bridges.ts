import type { Clock, EventService } from '@braindrive/core';
import type { SqlDatabase } from '@braindrive/database';
import { BridgeError, serviceLimits } from '@braindrive/plugin-sdk/protocol';
import type { ActorSource } from '../actor-source.ts';
import type { BridgeCall, BridgeGroup } from '../bridge-operations.ts';
import type { CallCore, JobStarter, PluginLogSink } from '../bridge-ports.ts';
import { requireCoreArea } from './core-area.ts';
import { PluginLogGate } from './plugin-log.ts';
import { RateLimit } from './rate-limit.ts';

export interface ServiceBridgePorts {
  readonly database: SqlDatabase;
  readonly events: EventService;
  readonly actors: ActorSource;
  readonly jobs: JobStarter;
  readonly logs: PluginLogSink;
  readonly callCore: CallCore | null;
  readonly clock: Clock;
}

interface JobRow {
  readonly name: string;
  readonly nextRunAt: number;
  readonly lastRunAt: number | null;
  readonly lastError: string | null;
}

const hourMs = 3_600_000;

export const createServiceBridges = (
  ports: ServiceBridgePorts,
): BridgeGroup<'jobs'> & BridgeGroup<'notify'> & BridgeGroup<'log'> & BridgeGroup<'core'> => {
  const { clock, database } = ports;
  const notices = new RateLimit({
    clock,
    windowMs: hourMs,
    amount: serviceLimits.notificationsPerHour,
  });
  const logs = new PluginLogGate({ sink: ports.logs, clock });
  const jobsOf = (installationId: string) =>
    database.read((session) =>
      session.all<JobRow>(
        `select name, next_run_at as nextRunAt, last_run_at as lastRunAt, last_error as lastError
         from plugin_job where installation_id = ? order by name`,
        installationId,
      ),
    );
  return {
    'jobs.runNow': async ({ caller, params: { name } }) => {
      const jobs = await jobsOf(caller.installationId);
      if (!jobs.some((job) => job.name === name)) {
        throw new BridgeError('jobs/unknown', `This plugin has no job ${name}.`);
      }
      await ports.jobs.runNow(caller, name);
      return null;
    },
    'jobs.list': async ({ caller }) =>
      (await jobsOf(caller.installationId)).map(({ nextRunAt, lastRunAt, ...job }) => ({
        ...job,
        nextRunAt: new Date(nextRunAt).toISOString(),
        lastRunAt: lastRunAt === null ? null : new Date(lastRunAt).toISOString(),
      })),
    'notify.show': async ({ caller, params }) => {
      const retryAfterMs = notices.take(caller.installationId);
      if (retryAfterMs !== null) throw tooManyNotices(retryAfterMs);
      ports.events.publish(caller.ownerId, {
        type: 'plugin-notice',
        slug: caller.slug,
        title: params.title,
        text: params.body,
        level: params.level,
        link: params.link ?? null,
      });
      return null;
    },
    'log.write': async ({ caller, params }) => {
      logs.write(caller, params.entries);
      return null;
    },
    'core.call': (call) => callCore(ports, call),
  };
};

async function callCore(
  ports: ServiceBridgePorts,
  { caller, grants, params, signal }: BridgeCall<'core.call'>,
): Promise<unknown> {
  requireCoreArea(grants, params);
  if (ports.callCore === null) {
    throw new BridgeError('core/unknown-procedure', `The host has no procedure ${params.path}.`);
  }
  const actor = await ports.actors.actorFor(caller, grants);
  const { path, type, input } = params;
  return ports.callCore(actor, { path, type, input, signal });
}

const tooManyNotices = (retryAfterMs: number): BridgeError =>
  new BridgeError(
    'notify/too-many',
    `A plugin may show ${serviceLimits.notificationsPerHour} notifications an hour.`,
    { retryAfterMs },
  );
