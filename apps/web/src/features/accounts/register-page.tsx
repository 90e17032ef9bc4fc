import { registerInputSchema } from '@braindrive/contracts';
import {
  ErrorCard,
  ErrorLine,
  formatDate,
  NewPasswordField,
  SkeletonRows,
  TextField,
  useForm,
} from '@braindrive/plugin-sdk/ui';
import { Button } from '@mantine/core';
import { Link, useSearchParams } from 'react-router';
import { useBoot } from '../../boot.ts';
import { trpc } from '../../trpc.ts';
import { AccountFrame } from './account-frame.tsx';
import classes from './accounts.module.css';
import { useEnter } from './use-enter.ts';

function RegisterForm({ token, email }: { token: string | null; email: string | null }) {
  const enter = useEnter();
  const register = trpc.account.register.useMutation();
  const form = useForm({
    initial: { name: '', email: email ?? '', password: '' },
    schema: registerInputSchema,
    onSubmit: async (values) => {
      await register.mutateAsync({ ...values, ...(token !== null && { invitationToken: token }) });
      await enter('/');
    },
  });
  return (
    <form className={classes.form} onSubmit={form.onSubmit} noValidate>
      <TextField label="Name" autoComplete="name" autoFocus {...form.field('name')} />
      <TextField
        label="Email"
        type="email"
        autoComplete="username"
        readOnly={email !== null}
        help={email === null ? undefined : 'The invitation is for this address.'}
        {...form.field('email')}
      />
      <NewPasswordField {...form.field('password')} />
      <ErrorLine error={form.failure} />
      <Button type="submit" variant="filled" size="md" fullWidth loading={form.isBusy}>
        Create account
      </Button>
    </form>
  );
}

function Invited({ token }: { token: string }) {
  const invitation = trpc.invitation.inspect.useQuery({ token });
  if (invitation.isPending) {
    return (
      <AccountFrame title="Join BrainDrive">
        <SkeletonRows count={3} height={60} />
      </AccountFrame>
    );
  }
  if (invitation.isError) {
    return (
      <AccountFrame title="Join BrainDrive">
        <ErrorCard title="This invitation cannot be used" error={invitation.error}>
          <Button component={Link} to="/sign-in">
            Sign in instead
          </Button>
        </ErrorCard>
      </AccountFrame>
    );
  }
  const { role, email, expiresAt } = invitation.data;
  return (
    <AccountFrame
      title="Join BrainDrive"
      lead={`You are invited as ${role}. The link is good until ${formatDate(expiresAt)}.`}
    >
      <RegisterForm token={token} email={email} />
      <SignInLine />
    </AccountFrame>
  );
}

const SignInLine = () => (
  <p className={classes.under}>
    Have an account already? <Link to="/sign-in">Sign in</Link>
  </p>
);

/** Make an account: with an invitation link, or freely where the owner allows it. */
export function RegisterPage() {
  const { canRegister } = useBoot().instance;
  const [search] = useSearchParams();
  const token = search.get('invitation');
  if (token !== null && token !== '') return <Invited token={token} />;
  return (
    <AccountFrame
      title="Create an account"
      lead={
        canRegister
          ? undefined
          : 'People join here by invitation. Ask the owner for a link, then open it.'
      }
    >
      {canRegister && <RegisterForm token={null} email={null} />}
      <SignInLine />
    </AccountFrame>
  );
}
