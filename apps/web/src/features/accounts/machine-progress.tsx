import type { InstanceStatus } from '@braindrive/contracts';
import {
  bytesOfBytes,
  formatBytes,
  formatDuration,
  formatMemory,
  Icon,
  IconAlertTriangle,
  IconCircleCheck,
  IconDownload,
  Meter,
} from '@braindrive/plugin-sdk/ui';
import classes from './first-run.module.css';

type FirstRun = NonNullable<InstanceStatus['firstRun']>;
type Pull = NonNullable<FirstRun['starter']>;

const machineText = ({ cores, memoryBytes, freeDiskBytes }: NonNullable<FirstRun['machine']>) =>
  `${cores} ${cores === 1 ? 'core' : 'cores'}, ${formatMemory(memoryBytes)} of memory, ${formatBytes(freeDiskBytes)} free`;

function timeLeft({ totalBytes, receivedBytes, bytesPerSecond }: Pull): string {
  if (totalBytes === null || bytesPerSecond === null || bytesPerSecond <= 0) return '';
  return `About ${formatDuration((totalBytes - receivedBytes) / bytesPerSecond)} left. `;
}

/** The row says already that it is the starter. */
const plainName = (name: string) => name.replace(/\s*\(starter\)$/, '');

function StarterStep({ starter }: { starter: Pull }) {
  if (starter.state === 'done') {
    return (
      <li>
        <Icon of={IconCircleCheck} size={20} className={classes.good} />
        <b>Starter model, {plainName(starter.name)}</b>
        <span>ready</span>
      </li>
    );
  }
  if (starter.state === 'failed' || starter.state === 'cancelled') {
    return (
      <li>
        <Icon of={IconAlertTriangle} size={20} className={classes.bad} />
        <b>Starter model, {plainName(starter.name)}</b>
        <span>not here</span>
        <p>
          {starter.error?.message ?? 'The download was cancelled.'} You can go on: connect a server
          or an API key after this, or choose a file under Models.
        </p>
      </li>
    );
  }
  return (
    <li>
      <Icon of={IconDownload} size={20} className={classes.busy} />
      <b>Starter model, {plainName(starter.name)}</b>
      <span className="num">{bytesOfBytes(starter.receivedBytes, starter.totalBytes)}</span>
      <div>
        <Meter
          label="Starter model, download"
          value={starter.totalBytes === null ? null : starter.receivedBytes / starter.totalBytes}
        />
        <p>
          {starter.state === 'verifying' ? 'Checking it. ' : timeLeft(starter)}
          Small and quick, for a first hello.
        </p>
      </div>
    </li>
  );
}

/** What the machine has, and what is being made ready on it. */
export function MachineProgress({ firstRun }: { firstRun: FirstRun | null }) {
  return (
    <section>
      <h2>Meanwhile, on this machine</h2>
      {firstRun?.machine && <p className={classes.note}>{machineText(firstRun.machine)}</p>}
      <ul className={classes.steps}>
        <li>
          <Icon of={IconCircleCheck} size={20} className={classes.good} />
          <b>Database and secret key</b>
          <span>ready</span>
        </li>
        {firstRun?.starter && <StarterStep starter={firstRun.starter} />}
      </ul>
    </section>
  );
}
