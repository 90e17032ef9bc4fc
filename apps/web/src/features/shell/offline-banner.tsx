import { Dot } from '@braindrive/plugin-sdk/ui';
import { useEffect, useState } from 'react';
import { useConnectionState } from '../../connection-state.ts';
import classes from './shell.module.css';

const patienceMs = 1_500;

/** Says that the host is not heard, once that lasts longer than a hiccup. */
export function OfflineBanner() {
  const isOffline = useConnectionState() === 'offline';
  const [isShown, setShown] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setShown(isOffline), isOffline ? patienceMs : 0);
    return () => clearTimeout(timer);
  }, [isOffline]);
  return (
    <div role="status" className={classes.offlineSlot}>
      {isShown && (
        <div className={classes.offline}>
          <Dot status="old" />
          No connection to BrainDrive. Trying again.
        </div>
      )}
    </div>
  );
}
