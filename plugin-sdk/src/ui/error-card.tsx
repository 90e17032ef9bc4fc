import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './error-card.module.css';
import { type ClientErrorReport, errorReportOf } from './error-report.ts';
import { Icon, IconAlertTriangle } from './icons.tsx';

/** What failed, why, and the way out, in the place where it failed. */
export function ErrorCard({
  title,
  error,
  actionLabel = 'Try again',
  onAction,
  children,
}: {
  title: string;
  error: unknown;
  actionLabel?: string;
  onAction?: () => void;
  children?: ReactNode;
}) {
  const report: ClientErrorReport = errorReportOf(error);
  return (
    <div className={classes.card} role="alert">
      <Icon of={IconAlertTriangle} size={20} />
      <div className={classes.body}>
        <p className={classes.title}>{title}</p>
        <p>{report.message}</p>
        {(onAction !== undefined || children !== undefined) && (
          <div className={classes.actions}>
            {onAction && <Button onClick={onAction}>{actionLabel}</Button>}
            {children}
          </div>
        )}
        {report.requestId !== null && (
          <details>
            <summary>Details</summary>
            <p className="num">
              {report.code}, request {report.requestId}
            </p>
          </details>
        )}
      </div>
    </div>
  );
}

/** One line under a form: why it was not saved. */
export function ErrorLine({ error }: { error: unknown }) {
  if (error === null || error === undefined) return null;
  return (
    <p className={classes.line} role="alert">
      {errorReportOf(error).message}
    </p>
  );
}
