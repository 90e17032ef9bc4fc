import { Button, Icon, IconAlertTriangle } from '@braindrive/plugin-sdk/ui';
import { useNavigate } from '@braindrive/plugin-sdk/web';
import { problemOf, type WayOut } from './answer-problem.ts';
import type { ErrorReport } from './core-types.ts';
import classes from './thread.module.css';
import { useThreadActions } from './thread-actions.ts';

const labels: Readonly<Record<WayOut, string>> = {
  again: 'Answer again',
  models: 'Go to models',
  connections: 'Check connections',
  'choose-model': 'Choose another model',
};

/** Why an answer failed, and what helps. */
export function AnswerError({
  error,
  messageId,
}: {
  readonly error: ErrorReport;
  readonly messageId: string;
}) {
  const navigate = useNavigate();
  const { regenerate, chooseModel } = useThreadActions();
  const { title, waysOut } = problemOf(error.code);
  const run: Readonly<Record<WayOut, () => void>> = {
    again: () => regenerate(messageId),
    models: () => navigate('/models'),
    connections: () => navigate('/connections'),
    'choose-model': chooseModel,
  };
  return (
    <div className={classes.problem} role="alert">
      <Icon of={IconAlertTriangle} size={20} />
      <div>
        <h3>{title}</h3>
        <p>{error.message}</p>
        <div className={classes.waysOut}>
          {waysOut.map((way) => (
            <Button key={way} onClick={run[way]}>
              {labels[way]}
            </Button>
          ))}
        </div>
        {error.requestId !== null && (
          <details>
            <summary>Details</summary>
            {`${error.code}, request ${error.requestId}`}
          </details>
        )}
      </div>
    </div>
  );
}
