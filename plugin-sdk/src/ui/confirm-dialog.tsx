import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { Dialog } from './dialog.tsx';
import { ErrorLine } from './error-card.tsx';
import { TextField } from './field.tsx';

/** Asks before something that cannot be undone; where data goes, its name has to be typed. */
export function ConfirmDialog({
  title,
  children,
  actionLabel,
  typedName,
  isBusy = false,
  error = null,
  onConfirm,
  onClose,
}: {
  title: string;
  children: ReactNode;
  actionLabel: string;
  typedName?: string;
  isBusy?: boolean;
  error?: unknown;
  onConfirm: () => void;
  onClose: () => void;
}) {
  const [typed, setTyped] = useState('');
  const isReady = typedName === undefined || typed.trim() === typedName;
  return (
    <Dialog title={title} width="sm" onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (isReady) onConfirm();
        }}
      >
        <div className="prose">{children}</div>
        {typedName !== undefined && (
          <TextField
            mt={16}
            label={`Type ${typedName} to go on`}
            value={typed}
            autoComplete="off"
            spellCheck={false}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
        )}
        <ErrorLine error={error} />
        <div className="dialog-actions">
          <Button onClick={onClose}>Keep it</Button>
          <Button
            type="submit"
            variant="filled"
            color="danger"
            loading={isBusy}
            disabled={!isReady}
          >
            {actionLabel}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
