import {
  Button,
  ErrorLine,
  NewPasswordField,
  SecretField,
  Section,
  showToast,
  useForm,
} from '@braindrive/plugin-sdk/ui';
import { core } from '@braindrive/plugin-sdk/web';
import { changePasswordInputSchema } from './account-fields.ts';
import classes from './settings.module.css';

const empty = { currentPassword: '', newPassword: '' };

/** A new password ends the sessions on other devices. */
export function PasswordSection() {
  const utils = core.useUtils();
  const change = core.account.changePassword.useMutation();
  const form = useForm({
    initial: empty,
    schema: changePasswordInputSchema,
    onSubmit: async (values) => {
      await change.mutateAsync(values);
      form.reset(empty);
      showToast('Password changed. Other devices are signed out.');
      await utils.account.listSessions.invalidate();
    },
  });
  return (
    <Section title="Password" lead="Changing it signs you out on all other devices.">
      <form className={classes.form} onSubmit={form.onSubmit} noValidate>
        <SecretField
          label="Current password"
          autoComplete="current-password"
          {...form.field('currentPassword')}
        />
        <NewPasswordField label="New password" {...form.field('newPassword')} />
        <ErrorLine error={form.failure} />
        <div>
          <Button
            type="submit"
            loading={form.isBusy}
            disabled={form.values.currentPassword === '' || form.values.newPassword === ''}
          >
            Change password
          </Button>
        </div>
      </form>
    </Section>
  );
}
