import type { InstalledPlugin } from '@braindrive/contracts';
import { Icon } from '@braindrive/plugin-sdk/ui';
import { Button } from '@mantine/core';
import { IconCircleArrowUp } from '@tabler/icons-react';
import { Link } from 'react-router';
import classes from './plugins.module.css';
import { updateSummary } from './update-summary.ts';

/** Says that updates wait, and what is special about them. Nothing without updates. */
export function UpdateBanner({ plugins }: { plugins: readonly InstalledPlugin[] }) {
  const updates = plugins.filter(({ update }) => update !== null);
  if (updates.length === 0) return null;
  return (
    <div className={classes.notice}>
      <span className={classes.noticeTile}>
        <Icon of={IconCircleArrowUp} size={20} />
      </span>
      <div>
        <b>{updates.length === 1 ? '1 update ready' : `${updates.length} updates ready`}</b>
        <p>{updateSummary(updates)}</p>
      </div>
      <Button component={Link} to="/plugins/updates">
        Review
      </Button>
    </div>
  );
}
