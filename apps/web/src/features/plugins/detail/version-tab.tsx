import type { PluginDetail } from '@braindrive/contracts';
import { EmptyState, formatDate, StatusDot } from '@braindrive/plugin-sdk/ui';
import { ReadmeView } from '../readme-view.tsx';
import classes from './detail.module.css';
import { RollbackSection } from './rollback-section.tsx';

const outcomes = {
  done: { status: 'ready', word: 'Done' },
  undone: { status: 'old', word: 'Undone' },
  failed: { status: 'failed', word: 'Failed' },
} as const;

function History({ history }: { history: PluginDetail['history'] }) {
  if (history.length === 0) return <EmptyState text="Nothing happened to it yet." />;
  return (
    <ol className={classes.history}>
      {history.map(({ at, operation, version, outcome, text }) => (
        <li key={`${at.getTime()} ${operation}`}>
          <time dateTime={at.toISOString()}>{formatDate(at)}</time>
          <div>
            <b>{text === '' ? operation : text}</b>
            {version !== null && <span className={classes.meta}>{version}</span>}
          </div>
          <StatusDot status={outcomes[outcome].status}>{outcomes[outcome].word}</StatusDot>
        </li>
      ))}
    </ol>
  );
}

/** Where it stands, how it came there, the way back, and what its author changed. */
export function VersionTab({ detail }: { detail: PluginDetail }) {
  return (
    <>
      <RollbackSection detail={detail} />
      <section className={classes.part}>
        <h3>What happened here</h3>
        <History history={detail.history} />
      </section>
      {detail.changelog !== null && (
        <section className={classes.part}>
          <h3>What its author changed</h3>
          <ReadmeView text={detail.changelog} />
        </section>
      )}
    </>
  );
}
