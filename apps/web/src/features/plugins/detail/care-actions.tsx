import type { PluginDetail } from '@braindrive/contracts';
import { Button } from '@mantine/core';
import { useNavigate } from 'react-router';
import { useUser } from '../../../boot.ts';
import { useUninstallPlugin } from '../use-plugins.ts';
import { removalText } from './contribution-rows.ts';
import classes from './detail.module.css';
import { RepairButton } from './repair-button.tsx';

/** Mending and taking away, each with what it does. */
export function CareActions({ detail }: { detail: PluginDetail }) {
  const navigate = useNavigate();
  const uninstall = useUninstallPlugin();
  if (!useUser().permissions.includes('plugin.install')) return null;
  return (
    <div className={classes.care}>
      <div>
        <RepairButton slug={detail.slug} />
        <p>Checks its files and its data, and mends what can be mended.</p>
      </div>
      {detail.isRequired ? (
        <p>The owner of this instance requires it: it can neither be turned off nor uninstalled.</p>
      ) : (
        <div>
          <Button
            loading={uninstall.isBusy}
            onClick={() => uninstall.run(detail, () => void navigate('/plugins/installed'))}
          >
            Uninstall
          </Button>
          <p>{removalText(detail)}</p>
        </div>
      )}
    </div>
  );
}
