import { Button, classNames, Icon, IconAlertTriangle, showToast } from '@braindrive/plugin-sdk/ui';
import { useState } from 'react';
import classes from './plugins.module.css';

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** In place of a component that failed: whose it is, why, and three ways out. */
export function PluginFaultCard({
  pluginName,
  title,
  error,
  onReload,
  onDisable,
  onReport,
}: {
  pluginName: string;
  /** Title of the component, or of the page. */
  title: string;
  error: unknown;
  onReload: () => void;
  /** Absent where the owner requires the plugin. */
  onDisable: (() => Promise<unknown>) | null;
  onReport: () => void;
}) {
  const [isBusy, setBusy] = useState(false);
  const disable = async () => {
    setBusy(true);
    try {
      await onDisable?.();
    } finally {
      setBusy(false);
    }
  };
  return (
    <div className={classNames(classes.card, classes.fault, classes.standing)} role="alert">
      <Icon of={IconAlertTriangle} size={20} />
      <div className={classes.text}>
        <p className={classes.title}>
          {title} of {pluginName} stopped
        </p>
        <p className={classes.message}>{textOf(error)}</p>
        <div className={classes.actions}>
          <Button size="xs" onClick={onReload}>
            Reload it
          </Button>
          {onDisable !== null && (
            <Button size="xs" loading={isBusy} onClick={() => void disable()}>
              Disable {pluginName}
            </Button>
          )}
          <Button
            size="xs"
            onClick={() => {
              onReport();
              showToast('Written to the log of the plugin.');
            }}
          >
            Report
          </Button>
        </div>
      </div>
    </div>
  );
}
