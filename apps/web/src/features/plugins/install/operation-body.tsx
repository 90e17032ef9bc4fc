import type { PluginOperation } from '@braindrive/contracts';
import { bytesOfBytes, Icon, IconCircleCheck, Meter } from '@braindrive/plugin-sdk/ui';
import { operationName, operationShare } from '../operation-text.ts';
import { ConsentView } from './consent-view.tsx';
import { failedTitle, wayOut } from './failure-text.ts';
import classes from './install.module.css';

function Working({ operation }: { operation: PluginOperation }) {
  const { steps, receivedBytes, totalBytes, kind } = operation;
  const step = steps.find(({ state }) => state === 'running');
  const isFetching = step === undefined || step.name === 'fetch';
  const name = operationName(operation);
  const text = isFetching
    ? receivedBytes > 0
      ? bytesOfBytes(receivedBytes, totalBytes)
      : 'Looking for it'
    : step.text;
  return (
    <div className={classes.working}>
      <h3 className="cut">
        {isFetching
          ? `Fetching ${name}`
          : `${kind === 'update' ? 'Updating' : 'Installing'} ${name}`}
      </h3>
      <Meter label={`${name}, progress`} value={operationShare(operation)} />
      <p className="num" aria-live="polite">
        {text}
      </p>
      <p className={classes.hint}>
        You may close this window. It goes on, and stands at the foot of the sidebar.
      </p>
    </div>
  );
}

function Failed({ operation }: { operation: PluginOperation }) {
  const { error } = operation;
  return (
    <div className={classes.failure} role="alert">
      <h3>{failedTitle(operation)}</h3>
      <p>{error?.message ?? 'The host did not say why.'}</p>
      <p className={classes.hint}>{wayOut(operation)}</p>
      {error?.requestId != null && (
        <details className={classes.fold}>
          <summary>Details</summary>
          <p className="num">
            {error.code}, request {error.requestId}
          </p>
        </details>
      )}
    </div>
  );
}

function Result({ operation }: { operation: PluginOperation }) {
  const { plugin, kind } = operation;
  if (plugin === null) return null;
  const adds = plugin.contributes;
  return (
    <div className={classes.result}>
      <Icon of={IconCircleCheck} size={20} className={classes.done} />
      <div>
        <h3>
          {kind === 'update'
            ? `${plugin.name} is now ${plugin.version}`
            : `${plugin.name} is ready to use`}
        </h3>
        <p>
          {kind === 'update'
            ? 'Open pages use it already. You can go back for 7 days, with your data as it was.'
            : plugin.description}
        </p>
        {adds.length > 0 && (
          <ul>
            {adds.map((each) => (
              <li key={each}>{each}</li>
            ))}
          </ul>
        )}
      </div>
    </div>
  );
}

/** The right half of the dialog: what happens, what is asked, or what came of it. */
export function OperationBody({ operation }: { operation: PluginOperation }) {
  if (operation.state === 'failed') return <Failed operation={operation} />;
  if (operation.state === 'done') return <Result operation={operation} />;
  if (operation.state === 'consent' && operation.plugin !== null) {
    return <ConsentView plugin={operation.plugin} />;
  }
  return <Working operation={operation} />;
}
