import { ErrorLine, SecretField, TextField, useForm } from '@braindrive/plugin-sdk/ui';
import { Button } from '@mantine/core';
import { Link, useSearchParams } from 'react-router';
import { z } from 'zod';
import { useBoot } from '../../boot.ts';
import { trpc } from '../../trpc.ts';
import { nextPath } from '../shell/index.ts';
import { AccountFrame } from './account-frame.tsx';
import classes from './accounts.module.css';
import { useEnter } from './use-enter.ts';

const schema = z.object({
  email: z.string().trim().min(1, 'Enter your email address.'),
  password: z.string().min(1, 'Enter your password.'),
});

/** Sign in, then go back to the page that asked for it. */
export function SignInPage() {
  const { canRegister } = useBoot().instance;
  const [search] = useSearchParams();
  const enter = useEnter();
  const signIn = trpc.account.signIn.useMutation();
  const form = useForm({
    initial: { email: '', password: '' },
    schema,
    onSubmit: async (values) => {
      await signIn.mutateAsync(values);
      await enter(nextPath(search));
    },
  });
  return (
    <AccountFrame title="Sign in">
      <form className={classes.form} onSubmit={form.onSubmit} noValidate>
        <TextField
          label="Email"
          type="email"
          autoComplete="username"
          autoFocus
          {...form.field('email')}
        />
        <SecretField label="Password" autoComplete="current-password" {...form.field('password')} />
        <ErrorLine error={form.failure} />
        <Button type="submit" variant="filled" size="md" fullWidth loading={form.isBusy}>
          Sign in
        </Button>
      </form>
      <p className={classes.under}>
        {canRegister ? (
          <>
            New here? <Link to="/register">Create an account</Link>
          </>
        ) : (
          'New people join with an invitation link from the owner.'
        )}
      </p>
    </AccountFrame>
  );
}
