import type { RepairReport } from '@braindrive/contracts';
import {
  Dialog,
  Icon,
  IconAlertTriangle,
  IconCircleCheck,
  showError,
} from '@braindrive/plugin-sdk/ui';
import { Button } from '@mantine/core';
import { useRepairPlugin } from '../use-plugins.ts';
import classes from './detail.module.css';

function ReportDialog({ report, onClose }: { report: RepairReport; onClose: () => void }) {
  const { problems } = report;
  return (
    <Dialog
      title={problems.length === 0 ? 'Nothing to mend' : 'What was found'}
      onClose={onClose}
      footer={
        <Button variant="filled" onClick={onClose}>
          Done
        </Button>
      }
    >
      {problems.length === 0 ? (
        <p className="prose">
          Its files are as its author made them, its data is readable, and it starts.
        </p>
      ) : (
        <ul className={classes.report}>
          {problems.map(({ text, isFixed, action }) => (
            <li key={text} data-fixed={isFixed || undefined}>
              <Icon of={isFixed ? IconCircleCheck : IconAlertTriangle} size={18} />
              <div>
                <b>{isFixed ? 'Mended' : 'Not mended'}</b>
                <p>{text}</p>
                {action !== null && <p>{action}</p>}
              </div>
            </li>
          ))}
        </ul>
      )}
    </Dialog>
  );
}

/** Checks the plugin and shows what was found and mended. */
export function RepairButton({ slug }: { slug: string }) {
  const repair = useRepairPlugin();
  return (
    <>
      <Button
        loading={repair.isPending}
        onClick={() => repair.mutate({ slug }, { onError: showError })}
      >
        Repair
      </Button>
      {repair.data !== undefined && <ReportDialog report={repair.data} onClose={repair.reset} />}
    </>
  );
}
