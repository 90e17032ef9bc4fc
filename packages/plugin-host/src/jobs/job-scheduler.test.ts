import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LivingPlugin } from '../testing/living-plugin.ts';
import { createPluginHostFixture, type PluginHostFixture } from '../testing/plugin-host-fixture.ts';
import { intervalMs, nextRunAt } from './job-times.ts';

const minuteMs = 60_000;
const plugin: LivingPlugin = {
  manifest: {
    permissions: { storage: { quotaMB: 1 }, schedule: {} },
    contributes: { jobs: [{ name: 'sync', title: 'Sync', every: '15m' }] },
  },
};

let fixture: PluginHostFixture;
beforeEach(async () => {
  fixture = await createPluginHostFixture();
});
afterEach(() => fixture[Symbol.asyncDispose]());

async function pass(milliseconds: number): Promise<void> {
  fixture.clock.advance(milliseconds);
  await fixture.host.jobs.tick();
  await fixture.host.jobs.idle();
}

describe('a job', () => {
  it('runs by its interval, once for what was missed, and not while its plugin is off', async () => {
    const ada = await fixture.join();
    await fixture.install(ada, plugin);
    await pass(14 * minuteMs);
    expect(await fixture.call(ada, 'jobRuns')).toBe(0);
    await pass(2 * minuteMs);
    expect(await fixture.call(ada, 'jobRuns')).toBe(1);
    await pass(minuteMs);
    expect(await fixture.call(ada, 'jobRuns')).toBe(1);
    await fixture.restart();
    await pass(5 * 60 * minuteMs);
    expect(await fixture.call(ada, 'jobRuns')).toBe(2);
    await fixture.host.services.installations.disable(ada, 'notes');
    await pass(60 * minuteMs);
    await fixture.host.services.installations.enable(ada, 'notes');
    expect(await fixture.call(ada, 'jobRuns')).toBe(2);
  });

  it('does not run once the permission was taken back', async () => {
    const ada = await fixture.join();
    await fixture.install(ada, plugin);
    await fixture.host.services.installations.revokeGrant(ada, 'notes', 'schedule');
    await pass(60 * minuteMs);
    expect(await fixture.call(ada, 'jobRuns')).toBe(0);
  });

  it('waits longer each time it fails', async () => {
    const ada = await fixture.join();
    await fixture.install(ada, { ...plugin, failsIn: 'job' });
    await pass(16 * minuteMs);
    await pass(16 * minuteMs);
    await pass(16 * minuteMs);
    const rows = await fixture.orm.em
      .getConnection()
      .execute<{ failures: number; last_error: string }[]>('select * from plugin_job');
    expect(rows).toMatchObject([{ failures: 2, last_error: 'It fails here on purpose.' }]);
  });
});

it('reads intervals and backs off to a day at most', () => {
  expect([intervalMs('15m'), intervalMs('2h'), intervalMs('1d')]).toEqual([
    15 * minuteMs,
    120 * minuteMs,
    1_440 * minuteMs,
  ]);
  expect(nextRunAt(0, '15m', 3)).toBe(120 * minuteMs);
  expect(nextRunAt(0, '15m', 30)).toBe(1_440 * minuteMs);
  expect(nextRunAt(0, '7d', 4)).toBe(7 * 1_440 * minuteMs);
});
