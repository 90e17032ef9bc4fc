import { readCommandLine, readEnvironment } from '@braindrive/host/environment';
import { startHost } from '@braindrive/host/start-host';

/**
 * The host as `main.ts` starts it, but for one thing: it stands still at one place of an upgrade, says so and waits to
 * be killed there. Arguments: step, moment, then those of the host.
 */
const [step, moment, ...rest] = process.argv.slice(2);
const { settings } = readCommandLine(rest);
const host = await startHost({
  environment: readEnvironment(process.env, settings),
  log: { debug() {}, info() {}, warn() {}, error() {} },
  restore: null,
  variables: process.env,
  checkpoint: async (place) => {
    if (place.operation !== 'upgrade' || place.step !== step || place.moment !== moment) return;
    process.stderr.write(`Standing still ${moment} ${step}.\n`);
    await new Promise(() => {});
  },
});
process.stderr.write(`BrainDrive is ready at ${host.url}\n`);
