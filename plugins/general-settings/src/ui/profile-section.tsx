import {
  Button,
  ErrorLine,
  SecretField,
  Section,
  showToast,
  TextField,
  useForm,
} from '@braindrive/plugin-sdk/ui';
import { z } from 'zod';
import { displayNameSchema, emailSchema } from './account-fields.ts';
import classes from './settings.module.css';
import { useUser } from './use-boot.ts';
import { useUpdateProfile } from './use-profile.ts';

const schema = z.object({ name: displayNameSchema, email: emailSchema });

/** Name and email. A changed email needs the password. */
export function ProfileSection() {
  const user = useUser();
  const update = useUpdateProfile();
  const form = useForm({
    initial: { name: user.name, email: user.email, currentPassword: '' },
    schema,
    onSubmit: async ({ name, email, currentPassword }) => {
      const changesEmail = email.trim().toLowerCase() !== user.email;
      await update.mutateAsync({ name, ...(changesEmail && { email, currentPassword }) });
      form.reset({ name: name.trim(), email: email.trim().toLowerCase(), currentPassword: '' });
      showToast('Profile saved.');
    },
  });
  const changesEmail = form.values.email.trim().toLowerCase() !== user.email;
  const hasChanged = form.values.name.trim() !== user.name || changesEmail;
  return (
    <Section title="Name and email">
      <form className={classes.form} onSubmit={form.onSubmit} noValidate>
        <TextField label="Name" autoComplete="name" {...form.field('name')} />
        <TextField
          label="Email"
          type="email"
          autoComplete="email"
          help="You sign in with it. BrainDrive sends no mail."
          {...form.field('email')}
        />
        {changesEmail && (
          <SecretField
            label="Current password"
            help="Needed to change the email."
            autoComplete="current-password"
            {...form.field('currentPassword')}
          />
        )}
        <ErrorLine error={form.failure} />
        <div>
          <Button type="submit" loading={form.isBusy} disabled={!hasChanged}>
            Save
          </Button>
        </div>
      </form>
    </Section>
  );
}
