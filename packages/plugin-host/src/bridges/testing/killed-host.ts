import { setImmediate as nextTurn } from 'node:timers/promises';
import { startBridgeFixture } from './bridge-fixture.ts';

/**
 * A host that kills itself in the middle of moving a plugin's data. Arguments: the data folder, the installation, and
 * where: `migrating`, `committing` or `restoring`, with the turns of the event loop that it lives on.
 */
const [dataDirectory = '', installationId = '', where = '', turns = '0'] = process.argv.slice(2);
const fixture = await startBridgeFixture({ dataDirectory });
const caller = await fixture.callerOf(installationId);
const die = async () => {
  for (let turn = 0; turn < Number(turns); turn++) await nextTurn();
  process.kill(process.pid, 'SIGKILL');
};

if (where === 'restoring') {
  const snapshotId = await fixture.data.snapshot(installationId, new Date());
  for (let n = 0; n < 500; n++)
    await fixture.ask(caller, 'storage.set', { key: `k${n}`, value: n });
  await Promise.all([fixture.data.restore(snapshotId), die()]);
}
const transactionId = await fixture.data.begin(installationId);
const migrating = { ...caller, purpose: { kind: 'migration', transactionId } } as const;
for (let n = 0; n < 500; n++)
  await fixture.ask(migrating, 'storage.set', { key: `k${n}`, value: n });
await fixture.ask(migrating, 'storage.putBlob', { name: 'blob', body: { text: 'new' } });
if (where === 'migrating') await die();
await Promise.all([fixture.data.commit(transactionId, 2), die()]);
