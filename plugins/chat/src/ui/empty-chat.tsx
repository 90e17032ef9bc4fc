import { AppLink, Button, bytesOfBytes, Meter } from '@braindrive/plugin-sdk/ui';
import { useNavigate } from '@braindrive/plugin-sdk/web';
import classes from './chat-view.module.css';
import { useBoot } from './use-boot.ts';

const suggestions = ['Tell me a joke', 'Explain tides to a child', 'Plan three dinners'];

/** First questions to choose from. */
export function Suggestions({ onAsk }: { readonly onAsk: (text: string) => void }) {
  return (
    <div className={classes.asks}>
      {suggestions.map((text) => (
        <button key={text} type="button" onClick={() => onAsk(text)}>
          {text}
        </button>
      ))}
    </div>
  );
}

/** A model that is on its way. */
function Arriving({
  pull,
  question,
}: {
  readonly pull: { name: string; receivedBytes: number; totalBytes: number | null };
  readonly question: string | null;
}) {
  const { name, receivedBytes, totalBytes } = pull;
  return (
    <div className={classes.arriving}>
      <p>
        <b>{name} is on its way</b>
        <span className="num">{bytesOfBytes(receivedBytes, totalBytes)}</span>
      </p>
      <Meter value={totalBytes === null ? null : receivedBytes / totalBytes} label={name} />
      <p>
        {question === null
          ? 'Write your question meanwhile.'
          : `It will be asked "${question}" as soon as it is here.`}
      </p>
    </div>
  );
}

/** Nobody can answer yet: what is on its way, or how to get a model. */
function NoModel({ question }: { readonly question: string | null }) {
  const { pulls } = useBoot();
  const navigate = useNavigate();
  const arriving = pulls.find(({ state }) => ['queued', 'running', 'verifying'].includes(state));
  if (arriving !== undefined) return <Arriving pull={arriving} question={question} />;
  const failed = pulls.find(({ state }) => state === 'failed');
  return (
    <div className={classes.arriving}>
      <p>
        {failed?.error?.message ??
          'There is no model yet. Fetch one that runs on this machine, or connect a server or an API key.'}
      </p>
      <div className={classes.ways}>
        <Button onClick={() => navigate('/models')}>Fetch a model</Button>
        <AppLink to="/connections">Connect a server</AppLink>
      </div>
    </div>
  );
}

/** Over the composer of a new chat. */
export function EmptyHead({
  hasModel,
  question,
}: {
  readonly hasModel: boolean;
  /** What is asked as soon as there is a model. */
  readonly question: string | null;
}) {
  return (
    <>
      <h2>Where shall we start?</h2>
      {!hasModel && <NoModel question={question} />}
    </>
  );
}
