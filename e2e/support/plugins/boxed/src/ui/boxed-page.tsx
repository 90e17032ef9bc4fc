import { AppLink, Button } from '@braindrive/plugin-sdk/ui';
import {
  createPluginApi,
  useBridge,
  useEvent,
  useNotify,
  usePageContext,
  usePlugin,
  usePluginState,
  useSettings,
  useTheme,
} from '@braindrive/plugin-sdk/web';
import { useEffect, useState } from 'react';
import type { GreeterRouter } from '../../../greeter/src/server/greeter-router.ts';
import classes from './boxed-page.module.css';

const api = createPluginApi<GreeterRouter>();

const attempts: Readonly<Record<string, () => unknown>> = {
  cookie: () => document.cookie,
  parent: () => window.parent.document.title,
  storage: () => localStorage.length,
  database: () => indexedDB.open('boxed'),
  fetch: () => fetch('/health/live'),
  image: () =>
    new Promise((resolve, reject) => {
      const image = new Image();
      image.onload = resolve;
      image.onerror = () => reject(new Error('refused'));
      image.src = '/favicon.svg';
    }),
  evaluation: () => Reflect.construct(Function, ['return 1'])(),
};

/** Tries what a frame must not reach, and says what came of it. */
function useAttempts(): Readonly<Record<string, string>> {
  const [results, setResults] = useState<Readonly<Record<string, string>>>({});
  useEffect(() => {
    for (const [name, attempt] of Object.entries(attempts)) {
      void Promise.resolve()
        .then(attempt)
        .then(
          () => 'open',
          () => 'closed',
        )
        .then((result) => setResults((before) => ({ ...before, [name]: result })));
    }
  }, []);
  return results;
}

export function BoxedPage() {
  const results = useAttempts();
  const { calls } = useBridge();
  const { mode } = usePlugin();
  const { place } = usePageContext();
  const { scheme } = useTheme();
  const { values } = useSettings();
  const notify = useNotify();
  const [visits, setVisits] = usePluginState('visits', 0);
  const [rows, setRows] = useState(1);
  const [core, setCore] = useState('not asked');
  const [heard, setHeard] = useState('nothing');
  const [ticks, setTicks] = useState<readonly unknown[]>([]);
  const greeting = api.greet.useQuery({ name: 'Bo' });
  api.ticks.useSubscription(undefined, {
    onData: (tick) => setTicks((before) => [...before, tick]),
  });
  useEvent<string>('waved', setHeard);
  const askCore = () =>
    calls
      .call({ type: 'query', path: 'account.me', input: undefined })
      .then(
        () => 'answered',
        (error: Error) => error.message,
      )
      .then(setCore);
  return (
    <div className={classes.box} data-testid="box">
      <Button onClick={() => setRows(rows + 10)}>Grow</Button>
      <p>
        Mode {mode}, place {place}, scheme {scheme}
      </p>
      <p>{greeting.data ?? 'Asking'}</p>
      <p>Ticks {ticks.join(' ')}</p>
      <p>Word {String(values?.word ?? 'unknown')}</p>
      <p>Core {core}</p>
      <p>Heard {heard}</p>
      <p>Visits {visits}</p>
      <ul>
        {Object.entries(results).map(([name, result]) => (
          <li key={name}>
            {name} {result}
          </li>
        ))}
      </ul>
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows are only height here.
        <p key={row}>Row {row + 1}</p>
      ))}
      <Button onClick={() => void askCore()}>Ask core</Button>
      <Button onClick={() => setVisits(visits + 1)}>Visit</Button>
      <Button onClick={() => notify('Hello from the box.')}>Notify</Button>
      <AppLink to="/greeter">To the greeter</AppLink>
    </div>
  );
}
