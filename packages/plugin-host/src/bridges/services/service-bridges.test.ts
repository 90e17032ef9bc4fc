import type { Actor } from '@braindrive/core';
import type { Permissions } from '@braindrive/plugin-sdk';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BridgeCaller } from '../../bridge-caller.ts';
import { type BridgeFixture, settle, startBridgeFixture } from '../testing/bridge-fixture.ts';

let fixture: BridgeFixture;
let ada: Actor;
const called: { actor: Actor; path: string; input: unknown }[] = [];
beforeEach(async () => {
  called.length = 0;
  fixture = await startBridgeFixture({
    callCore: async (actor, { path, input }) => {
      called.push({ actor, path, input });
      return 'answer';
    },
  });
  ada = await fixture.addPerson();
});
afterEach(() => fixture.stop());

const install = (permissions: Permissions, jobs: string[] = []): Promise<BridgeCaller> =>
  fixture.install({ ownerId: ada.userId, slug: 'helper', permissions, jobs });

describe('jobs', () => {
  it('are listed, and start when they exist', async () => {
    const caller = await install({ schedule: {} }, ['sync']);
    expect(await fixture.ask(caller, 'jobs.list', null)).toEqual([
      { name: 'sync', nextRunAt: '1970-01-01T00:00:00.001Z', lastRunAt: null, lastError: null },
    ]);
    await fixture.ask(caller, 'jobs.runNow', { name: 'sync' });
    expect(fixture.started).toEqual(['helper.sync']);
    await expect(fixture.ask(caller, 'jobs.runNow', { name: 'other' })).rejects.toMatchObject({
      code: 'jobs/unknown',
    });
  });
});

describe('a notification', () => {
  it('reaches the open pages of the person, twenty times an hour', async () => {
    const caller = await install({ notify: {} });
    const page = fixture.openPage(ada);
    const show = (link?: string) =>
      fixture.ask(caller, 'notify.show', {
        title: 'Done',
        ...(link === undefined ? {} : { link }),
      });
    await show('/pages/1');
    await settle();
    expect(page).toEqual([
      {
        type: 'plugin-notice',
        slug: 'helper',
        title: 'Done',
        text: '',
        level: 'info',
        link: '/pages/1',
      },
    ]);
    for (let n = 1; n < 20; n++) await show();
    fixture.clock.advance(600_000);
    await expect(show()).rejects.toMatchObject({
      code: 'notify/too-many',
      retryAfterMs: 3_000_000,
    });
    fixture.clock.advance(3_000_000);
    await expect(show()).resolves.toBeNull();
  });

  it.each(['//evil.example', 'https://evil.example', 'javascript:alert(1)', 'pages'])(
    'cannot lead to %s',
    async (link) => {
      const caller = await install({ notify: {} });
      await expect(
        fixture.ask(caller, 'notify.show', { title: 'Done', link }),
      ).rejects.toMatchObject({ code: 'bridge/invalid-params' });
    },
  );
});

describe('the log', () => {
  it('takes lines in order, up to a limit a minute, and says how many were left out', async () => {
    const caller = await install({});
    const line = (n: number) => ({
      level: 'info' as const,
      event: 'line',
      fields: { n, text: 'x'.repeat(1_000) },
    });
    for (let start = 0; start < 200; start += 50) {
      const entries = Array.from({ length: 50 }, (_, n) => line(start + n));
      await fixture.ask(caller, 'log.write', { entries });
    }
    const kept = fixture.logged.length;
    expect(kept).toBeGreaterThan(55);
    expect(kept).toBeLessThan(64);
    expect(fixture.logged.map(({ fields }) => fields.n)).toEqual(
      Array.from({ length: kept }, (_, n) => n),
    );
    fixture.clock.advance(60_000);
    await fixture.ask(caller, 'log.write', { entries: [line(1)] });
    expect(fixture.logged.at(-2)).toMatchObject({
      event: 'log.dropped',
      fields: { lines: 200 - kept },
    });
  });

  it('cuts fields that are too large', async () => {
    const caller = await install({});
    const entries = [
      { level: 'info' as const, event: 'line', fields: { text: 'x'.repeat(9_000) } },
    ];
    await fixture.ask(caller, 'log.write', { entries });
    expect(fixture.logged).toMatchObject([{ event: 'line', fields: { isCut: true } }]);
  });
});

describe('a call of the host’s own API', () => {
  const call = (caller: BridgeCaller, path: string, type: 'query' | 'mutation' = 'query') =>
    fixture.ask(caller, 'core.call', { path, type, input: { json: 1 } });
  const read: Permissions = { conversations: { access: 'read' } };
  const write: Permissions = { conversations: { access: 'write' } };
  const ai: Permissions = { ai: { tokensPerDay: 1_000 } };

  it.each([
    ['conversation.list', 'query', read],
    ['conversation.rename', 'mutation', write],
    ['model.list', 'query', ai],
  ] as const)(
    '%s (%s) is made as the person, with no more rights than were granted',
    async (path, type, permissions) => {
      const caller = await install(permissions);
      expect(await call(caller, path, type)).toBe('answer');
      expect(called).toMatchObject([
        {
          path,
          input: { json: 1 },
          actor: { userId: ada.userId, via: 'api-key', sessionId: null },
        },
      ]);
      expect(called[0]?.actor.permissions).toEqual(new Set(['chat.use']));
    },
  );

  it.each([
    ['conversation.list', 'query', ai],
    ['conversation.rename', 'mutation', read],
    ['model.setDefault', 'mutation', ai],
    ['model.list', 'query', write],
    ['account.changePassword', 'mutation', write],
    ['plugin.install', 'mutation', write],
    ['conversations', 'query', write],
    ['constructor', 'query', write],
  ] as const)('%s (%s) is refused', async (path, type, permissions) => {
    const caller = await install(permissions);
    await expect(call(caller, path, type)).rejects.toMatchObject({
      code: 'permission/not-granted',
    });
    expect(called).toEqual([]);
  });
});
