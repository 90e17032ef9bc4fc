import { bytesOfBytes, Meter } from '@braindrive/plugin-sdk/ui';
import { Link } from 'react-router';
import { useBoot } from '../../boot.ts';
import classes from './shell.module.css';

const shownStates: ReadonlySet<string> = new Set(['queued', 'running', 'paused', 'verifying']);

/** Downloads that go on, at the foot of the sidebar. */
export function DownloadList() {
  const pulls = useBoot().pulls.filter((pull) => shownStates.has(pull.state));
  if (pulls.length === 0) return null;
  return (
    <div className={classes.jobs}>
      {pulls.map((pull) => (
        <Link key={pull.id} to="/models" className={classes.job}>
          <span className={classes.jobHead}>
            <b className="cut">{pull.name}</b>
            <span className="num">
              {pull.state === 'paused'
                ? 'Paused'
                : bytesOfBytes(pull.receivedBytes, pull.totalBytes)}
            </span>
          </span>
          <Meter
            label={`${pull.name}, download`}
            value={pull.totalBytes === null ? null : pull.receivedBytes / pull.totalBytes}
          />
        </Link>
      ))}
    </div>
  );
}
