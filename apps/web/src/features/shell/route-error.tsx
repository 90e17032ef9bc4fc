import { EmptyState, ErrorCard } from '@braindrive/plugin-sdk/ui';
import { Button } from '@mantine/core';
import { Link, useRouteError } from 'react-router';
import classes from './shell.module.css';

/** A page that failed, inside the shell or instead of it. The others go on. */
export function RouteError() {
  const error = useRouteError();
  return (
    <div className={classes.fault}>
      <div>
        <ErrorCard
          title="This page did not open"
          error={error}
          actionLabel="Reload"
          onAction={() => window.location.reload()}
        />
      </div>
    </div>
  );
}

/** An address that leads nowhere. */
export function NotFoundPage() {
  return (
    <main className={classes.fault}>
      <h1>Nothing here</h1>
      <EmptyState
        text="There is no page at this address. The link may be old, or mistyped."
        action={
          <Button component={Link} to="/">
            Go to the chat
          </Button>
        }
      />
    </main>
  );
}
