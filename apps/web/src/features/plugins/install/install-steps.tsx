import type { InstallStep, PluginOperation } from '@braindrive/contracts';
import { Icon, IconCircleCheck } from '@braindrive/plugin-sdk/ui';
import { IconCircleX } from '@tabler/icons-react';
import classes from './install.module.css';

type StepName = InstallStep['name'];

const words: Readonly<Record<StepName, { waiting: string; running: string; done: string }>> = {
  fetch: { waiting: 'Fetch', running: 'Fetching', done: 'Fetched' },
  check: { waiting: 'Check the archive', running: 'Checking the archive', done: 'Archive checked' },
  compatibility: {
    waiting: 'Fit this host',
    running: 'Comparing with this host',
    done: 'Fits this host',
  },
  consent: { waiting: 'Your consent', running: 'Your consent', done: 'You agreed' },
  install: { waiting: 'Install', running: 'Installing', done: 'Installed' },
  ready: { waiting: 'Ready to use', running: 'Starting it', done: 'Ready to use' },
};
const updateWords: typeof words = {
  ...words,
  install: { waiting: 'Update', running: 'Moving its data', done: 'Updated' },
};

/** What every operation goes through, before the host told its own. */
export const waitingSteps: readonly InstallStep[] = (
  ['fetch', 'check', 'compatibility', 'consent', 'install', 'ready'] as const
).map((name) => ({ name, state: 'waiting', text: '' }));

function StepMark({ state }: { state: InstallStep['state'] }) {
  if (state === 'done') return <Icon of={IconCircleCheck} size={20} className={classes.done} />;
  if (state === 'failed') return <Icon of={IconCircleX} size={20} className={classes.failed} />;
  return <span className={classes.ring} aria-hidden="true" />;
}

const spoken: Readonly<Record<InstallStep['state'], string>> = {
  waiting: 'to come',
  running: 'now',
  done: 'done',
  failed: 'failed',
};

/** Where an operation stands: each step with what came of it. */
export function InstallSteps({
  steps,
  kind = 'install',
}: {
  steps: readonly InstallStep[];
  kind?: PluginOperation['kind'];
}) {
  const names = kind === 'update' ? updateWords : words;
  return (
    <ol className={classes.steps} aria-label="Steps">
      {steps.map(({ name, state, text }) => (
        <li
          key={name}
          data-state={state}
          {...(state === 'running' && { 'aria-current': 'step' as const })}
        >
          <StepMark state={state} />
          <b>
            {names[name][state === 'failed' ? 'waiting' : state]}
            <span className="visually-hidden">, {spoken[state]}</span>
          </b>
          {text !== '' && <small>{text}</small>}
        </li>
      ))}
    </ol>
  );
}
