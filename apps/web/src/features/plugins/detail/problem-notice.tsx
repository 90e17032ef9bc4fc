import type { InstalledPlugin } from '@braindrive/contracts';
import { Icon, IconAlertTriangle } from '@braindrive/plugin-sdk/ui';
import { Button } from '@mantine/core';
import { Link } from 'react-router';
import classes from '../plugins.module.css';
import { RepairButton } from './repair-button.tsx';

/** What stands in the way of using it, with the ways out. Nothing while all is well. */
export function ProblemNotice({ plugin }: { plugin: InstalledPlugin }) {
  if (plugin.problem === null) return null;
  return (
    <div className={classes.notice} data-tone="danger" role="alert">
      <Icon of={IconAlertTriangle} size={20} />
      <div>
        <b>{plugin.name} does not work</b>
        <p>{plugin.problem.message}</p>
      </div>
      <Button component={Link} to={`/plugins/installed/${plugin.slug}?tab=log`}>
        See log
      </Button>
      <RepairButton slug={plugin.slug} />
    </div>
  );
}
