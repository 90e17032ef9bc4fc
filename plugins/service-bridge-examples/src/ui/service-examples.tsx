import { AppLink, Button, ErrorLine, formatAgo, TextField } from '@braindrive/plugin-sdk/ui';
import { useState } from 'react';
import { api } from './api.ts';
import classes from './example.module.css';
import { Example, Result } from './example.tsx';

function Answer({ question }: { readonly question: string }) {
  const [text, setText] = useState('');
  const [error, setError] = useState<unknown>(null);
  api.ask.useSubscription(
    { question },
    { onData: (delta) => setText((known) => known + delta), onError: setError },
  );
  return error === null ? <Result>{text}</Result> : <ErrorLine error={error} />;
}

/** The answer streams from the model through host and server half into the page; leaving stops the model. */
export function AiExample() {
  const [draft, setDraft] = useState('Name three tides.');
  const [asked, setAsked] = useState<{ id: number; question: string } | null>(null);
  const budget = api.budget.useQuery();
  return (
    <Example title="Models" lead="Asks the person's default model, within a budget.">
      <div className={classes.row}>
        <TextField
          label="Question"
          value={draft}
          onChange={(event) => setDraft(event.currentTarget.value)}
        />
        <Button
          disabled={draft.trim() === ''}
          onClick={() => setAsked({ id: (asked?.id ?? 0) + 1, question: draft })}
        >
          Ask
        </Button>
      </div>
      {asked !== null && <Answer key={asked.id} question={asked.question} />}
      {budget.data !== undefined && (
        <p className={classes.result}>
          {`${budget.data.usedTokens} of ${budget.data.tokensPerDay} tokens used today.`}
        </p>
      )}
    </Example>
  );
}

/** Read only: it asked for nothing more. */
export function ConversationExample() {
  const titles = api.titles.useQuery();
  return (
    <Example title="Conversations" lead="Titles of the newest conversations.">
      <ErrorLine error={titles.error} />
      <ul className={classes.list}>
        {titles.data?.map(({ id, title }) => (
          <li key={id}>
            <AppLink to={`/chat/${id}`} className="cut">
              {title}
            </AppLink>
          </li>
        ))}
        {titles.data?.length === 0 && <li>There is none yet.</li>}
      </ul>
    </Example>
  );
}

/** The host asks in its name, and only the servers that were granted. */
export function HttpExample() {
  const page = api.fetchPage.useQuery(undefined, { enabled: false, retry: false });
  return (
    <Example title="HTTP" lead="Fetches example.com through the host.">
      <Button loading={page.isFetching} onClick={() => void page.refetch()}>
        Fetch
      </Button>
      <ErrorLine error={page.error} />
      <Result>
        {page.data !== undefined &&
          `Status ${page.data.status}, ${page.data.characters} characters.`}
      </Result>
    </Example>
  );
}

/** The host starts it by the clock, one run at a time. */
export function JobExample() {
  const runs = api.jobRuns.useQuery(undefined, { refetchInterval: 2_000 });
  const run = api.runJob.useMutation({ onSuccess: () => runs.refetch() });
  const lastRunAt = runs.data?.jobs[0]?.lastRunAt ?? null;
  return (
    <Example title="Jobs" lead="Runs once a day, and when asked.">
      <Button loading={run.isPending} onClick={() => run.mutate()}>
        Run now
      </Button>
      <ErrorLine error={run.error ?? runs.error} />
      <Result>
        {runs.data !== undefined &&
          `${runs.data.count === 1 ? '1 run' : `${runs.data.count} runs`}${lastRunAt === null ? '' : `, the last ${formatAgo(new Date(lastRunAt))}`}.`}
      </Result>
    </Example>
  );
}
