import { coreEntities } from '@braindrive/core';
import { createOrm, migrateDatabase } from '@braindrive/database';
import { createPluginHostFixture } from './plugin-host-fixture.ts';

/**
 * A host of its own process that installs a plugin, begins an upgrade and kills itself at one place of it, as a power
 * cut would. Arguments: folder, step, moment. Prints the id of the person first.
 */
const [path = '', step, moment] = process.argv.slice(2);
const orm = await createOrm({ entities: coreEntities, path: `${path}/host.sqlite` });
await migrateDatabase(orm, { backupDirectory: `${path}/backups`, now: () => new Date() });
const fixture = await createPluginHostFixture(
  {
    checkpoint: async (place) => {
      if (place.operation !== 'upgrade' || place.step !== step || place.moment !== moment) return;
      process.kill(process.pid, 'SIGKILL');
      await new Promise(() => {});
    },
  },
  { orm, path },
);
const owner = await fixture.join();
process.stdout.write(`${owner.userId}\n`);
await fixture.install(owner, { version: '1.0.0' });
await fixture.call(owner, 'write', 'kept');
await fixture.install(owner, { version: '2.0.0', dataVersion: 2, hooks: ['upgrade', 'check'] });
process.exit(0);
