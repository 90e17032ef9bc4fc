import { Meter } from '@braindrive/plugin-sdk/ui';
import { Link } from 'react-router';
import classes from './operation-list.module.css';
import { operationName, operationShare, operationText } from './operation-text.ts';
import { useOperations } from './use-operations.ts';

const shownStates: ReadonlySet<string> = new Set(['running', 'consent', 'failed']);

/** Installs and updates that go on, at the foot of the sidebar. Each leads to its dialog. */
export function OperationList() {
  const operations = useOperations().filter(({ state }) => shownStates.has(state));
  if (operations.length === 0) return null;
  return (
    <div className={classes.jobs}>
      {operations.map((operation) => (
        <Link
          key={operation.id}
          to={`/plugins?operation=${operation.id}`}
          className={classes.job}
          data-state={operation.state}
        >
          <span className={classes.head}>
            <b className="cut">{operationName(operation)}</b>
            <span className="num">{operationText(operation)}</span>
          </span>
          {operation.state === 'running' && (
            <Meter
              label={`${operationName(operation)}, ${operation.kind}`}
              value={operationShare(operation)}
            />
          )}
        </Link>
      ))}
    </div>
  );
}
