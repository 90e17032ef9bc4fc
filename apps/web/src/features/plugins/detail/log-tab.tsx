import type { PluginDetail, PluginLogLine } from '@braindrive/contracts';
import {
  EmptyState,
  ErrorCard,
  formatAgo,
  SkeletonRows,
  SwitchField,
} from '@braindrive/plugin-sdk/ui';
import { useEffect, useRef, useState } from 'react';
import { trpc } from '../../../trpc.ts';
import { Segmented } from '../segmented.tsx';
import classes from './detail.module.css';
import { type LogLevel, linesFrom, logTime } from './log-lines.ts';

const levels = [
  { value: 'debug', label: 'All' },
  { value: 'info', label: 'Info' },
  { value: 'warn', label: 'Warnings' },
  { value: 'error', label: 'Errors' },
] as const;
const lineLimit = 500;
const followIntervalMs = 2_000;

function LogLines({ lines, isFollowed }: { lines: readonly PluginLogLine[]; isFollowed: boolean }) {
  const box = useRef<HTMLOListElement>(null);
  const last = lines.at(-1)?.at.getTime();
  // biome-ignore lint/correctness/useExhaustiveDependencies: each new line brings the end into view.
  useEffect(() => {
    if (isFollowed) box.current?.scrollTo({ top: box.current.scrollHeight });
  }, [isFollowed, last, lines.length]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a long log is scrolled by keyboard too.
    <ol ref={box} className={classes.log} tabIndex={0} aria-label="Log">
      {lines.map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two lines may be alike, and their order never changes.
        <li key={index} data-level={line.level}>
          <time dateTime={line.at.toISOString()}>{logTime(line.at)}</time>
          <span>{line.level}</span>
          <p>
            <b>{line.event}</b> {line.text}
          </p>
        </li>
      ))}
    </ol>
  );
}

function LastErrors({ errors }: { errors: PluginDetail['lastErrors'] }) {
  if (errors.length === 0) return null;
  return (
    <section className={classes.part}>
      <h3>Last errors</h3>
      <ul className={classes.errors}>
        {errors.map(({ at, message, stack }) => (
          <li key={`${at.getTime()} ${message}`}>
            <p>
              {message} <span className={classes.meta}>{formatAgo(at)}</span>
            </p>
            {stack !== null && (
              <details>
                <summary>Where it happened</summary>
                {/* biome-ignore lint/a11y/noNoninteractiveTabindex: long lines are scrolled by keyboard too. */}
                <pre tabIndex={0}>{stack}</pre>
              </details>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What it wrote down and what it failed at. */
export function LogTab({ detail }: { detail: PluginDetail }) {
  const [level, setLevel] = useState<LogLevel>('info');
  const [isFollowed, setFollowed] = useState(true);
  const log = trpc.plugin.log.useQuery(
    { slug: detail.slug, limit: lineLimit },
    { refetchInterval: isFollowed ? followIntervalMs : false, staleTime: 0 },
  );
  const lines = linesFrom(log.data ?? [], level);
  return (
    <>
      <LastErrors errors={detail.lastErrors} />
      <section className={classes.part}>
        <div className={classes.logBar}>
          <Segmented label="Level" value={level} options={levels} onChange={setLevel} />
          <SwitchField label="Follow" isOn={isFollowed} onChange={setFollowed} />
        </div>
        {log.isPending && <SkeletonRows count={1} height={320} />}
        {log.isError && (
          <ErrorCard
            title="The log was not read"
            error={log.error}
            onAction={() => void log.refetch()}
          />
        )}
        {log.isSuccess && lines.length === 0 && (
          <EmptyState
            text={log.data.length === 0 ? 'Nothing written down yet.' : 'Nothing of this level.'}
          />
        )}
        {lines.length > 0 && <LogLines lines={lines} isFollowed={isFollowed} />}
      </section>
    </>
  );
}
