import { Button, SheetPage } from '@braindrive/plugin-sdk/ui';
import {
  createPluginApi,
  useCommands,
  useEmit,
  useEvent,
  useLocation,
  useNavigate,
  useNotify,
  usePluginState,
  useTheme,
} from '@braindrive/plugin-sdk/web';
import { Badge } from '@mantine/core';
import { useState } from 'react';
import type { GreeterRouter } from '../server/greeter-router.ts';
import classes from './greeter-page.module.css';

const version = 'version one';
const api = createPluginApi<GreeterRouter>();

/** Each front-end of the page says which React it has; the test compares them. */
function tellIdentity(): void {
  const known: unknown[] = Reflect.get(globalThis, 'seenReacts') ?? [];
  Reflect.set(globalThis, 'seenReacts', [...known, useState]);
}
tellIdentity();

function Fragile({ isBroken }: { isBroken: boolean }) {
  if (isBroken) throw new Error('The greeting has no words.');
  return <span>It holds.</span>;
}

export function GreeterPage() {
  const [count, setCount] = useState(0);
  const [visits, setVisits] = usePluginState('visits', 0);
  const [heard, setHeard] = useState('nothing');
  const [isBroken, setBroken] = useState(false);
  const greeting = api.greet.useQuery({ name: 'Ada' });
  const { scheme } = useTheme();
  const { path, search } = useLocation();
  const navigate = useNavigate();
  const notify = useNotify();
  const emit = useEmit();
  useEvent<string>('waved', setHeard);
  useCommands([
    {
      id: 'greeter.wave',
      label: 'Wave to everybody',
      shortcut: 'mod+shift+e',
      run: () => emit('waved', 'a wave'),
    },
  ]);
  return (
    <SheetPage title={`Greeter ${version}`}>
      <div className={classes.box} data-testid="box">
        <p>{greeting.data ?? 'Asking'}</p>
        <p>
          Scheme {scheme}, path {path === '' ? 'none' : path}, search {search || 'none'}
        </p>
        <p>Visits {visits}</p>
        <p>Heard {heard}</p>
        <Badge>Counted {count}</Badge>
        <Button onClick={() => setCount(count + 1)}>Count</Button>
        <Button onClick={() => setVisits(visits + 1)}>Visit</Button>
        <Button onClick={() => emit('waved', 'a wave')}>Wave</Button>
        <Button onClick={() => navigate('deep?q=1')}>Go deeper</Button>
        <Button onClick={() => notify('Hello from the greeter.')}>Notify</Button>
        <Button onClick={() => setBroken(true)}>Break</Button>
        <Fragile isBroken={isBroken} />
      </div>
    </SheetPage>
  );
}
