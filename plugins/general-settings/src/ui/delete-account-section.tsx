import {
  Button,
  Dialog,
  ErrorLine,
  SecretField,
  Section,
  TextField,
} from '@braindrive/plugin-sdk/ui';
import { core } from '@braindrive/plugin-sdk/web';
import { useState } from 'react';
import classes from './settings.module.css';
import { useUser } from './use-boot.ts';

function DeleteAccountDialog({ onClose }: { onClose: () => void }) {
  const { email } = useUser();
  const [typed, setTyped] = useState('');
  const [password, setPassword] = useState('');
  const remove = core.account.delete.useMutation({ onSuccess: () => window.location.assign('/') });
  const isReady = typed.trim().toLowerCase() === email && password !== '';
  return (
    <Dialog title="Delete your account" width="sm" onClose={onClose}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (isReady) remove.mutate({ currentPassword: password });
        }}
      >
        <p className="prose">
          All your conversations, connections, keys and sessions are deleted from this machine. This
          cannot be undone.
        </p>
        <TextField
          label={`Type ${email} to go on`}
          value={typed}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <SecretField
          label="Current password"
          autoComplete="current-password"
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <ErrorLine error={remove.error} />
        <div className="dialog-actions">
          <Button onClick={onClose}>Keep it</Button>
          <Button
            type="submit"
            variant="filled"
            color="danger"
            disabled={!isReady}
            loading={remove.isPending}
          >
            Delete account
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

/** The way out: the account with everything in it. */
export function DeleteAccountSection() {
  const [isOpen, setOpen] = useState(false);
  return (
    <Section
      title="Delete account"
      lead="Deletes your conversations, connections, keys and sessions from this machine."
    >
      <Button className={classes.danger ?? ''} onClick={() => setOpen(true)}>
        Delete account
      </Button>
      {isOpen && <DeleteAccountDialog onClose={() => setOpen(false)} />}
    </Section>
  );
}
