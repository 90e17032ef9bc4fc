import { registerInputSchema } from '@braindrive/contracts';
import {
  ErrorLine,
  NewPasswordField,
  showError,
  TextField,
  useForm,
} from '@braindrive/plugin-sdk/ui';
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useBoot } from '../../boot.ts';
import { usePluginServices } from '../../plugins/services/services-context.ts';
import { trpc } from '../../trpc.ts';
import { Brand } from './account-frame.tsx';
import classes from './accounts.module.css';
import { FirstQuestions } from './first-questions.tsx';
import classesFirstRun from './first-run.module.css';
import { MachineProgress } from './machine-progress.tsx';
import { ModelChoice } from './model-choice.tsx';
import { useEnter } from './use-enter.ts';

function OwnerForm({ onReady }: { onReady: () => Promise<void> }) {
  const register = trpc.account.register.useMutation();
  const form = useForm({
    initial: { name: '', email: '', password: '' },
    schema: registerInputSchema,
    onSubmit: async (values) => {
      await register.mutateAsync(values);
      await onReady();
    },
  });
  return (
    <form className={classes.form} onSubmit={form.onSubmit} noValidate>
      <TextField label="Name" autoComplete="name" autoFocus {...form.field('name')} />
      <TextField label="Email" type="email" autoComplete="username" {...form.field('email')} />
      <NewPasswordField {...form.field('password')} />
      <ErrorLine error={form.failure} />
      <Button type="submit" variant="filled" size="md" fullWidth loading={form.isBusy}>
        Create account
      </Button>
    </form>
  );
}

/** The chosen model and question live beside the form, and are acted on once there is an owner. */
export function FirstRunPage() {
  const boot = useBoot();
  const status = trpc.instance.status.useQuery(undefined, { refetchInterval: 1_000 });
  const enter = useEnter();
  const { chat } = usePluginServices();
  const pull = trpc.model.pull.useMutation({ onError: showError });
  const { version, firstRun } = status.data ?? boot.instance;
  const recommended = firstRun?.recommended ?? [];
  const [choice, setChoice] = useState<string | null | undefined>(undefined);
  const [question, setQuestion] = useState<string | null>(null);
  const chosenId = choice === undefined ? (recommended[0]?.id ?? null) : choice;

  const enterAsOwner = async () => {
    if (question !== null) chat.sendWhenShown(question);
    const { models } = await enter('/');
    const library = models.find(
      ({ hasLibrary, destination }) => hasLibrary && destination === null,
    );
    if (library === undefined || chosenId === null) return;
    pull.mutate({ connectionId: library.connectionId, source: chosenId });
  };

  return (
    <div className={classesFirstRun.page}>
      <main className={classesFirstRun.left}>
        <Brand />
        <div className={classesFirstRun.owner}>
          <h1>Your AI. Your rules.</h1>
          <p className={classes.lead}>
            Create the owner account. It lives on this machine, like everything else here.
          </p>
          <OwnerForm onReady={enterAsOwner} />
          <p className={classes.under}>Other people can join later, by invitation.</p>
        </div>
        <footer>
          <span className="cut">Data folder: {firstRun?.dataDirectory}</span>
          <span>Version {version}</span>
        </footer>
      </main>
      <aside className={classesFirstRun.right} aria-label="This machine">
        <div className={classesFirstRun.box}>
          <MachineProgress firstRun={firstRun} />
          {recommended.length > 0 && (
            <ModelChoice models={recommended} chosenId={chosenId} onChoose={setChoice} />
          )}
          <FirstQuestions chosen={question} onChoose={setQuestion} />
        </div>
      </aside>
    </div>
  );
}
