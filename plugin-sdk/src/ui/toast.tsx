import { useEffect, useState, useSyncExternalStore } from 'react';
import { errorReportOf } from './error-report.ts';
import { IconButton } from './icon-button.tsx';
import { IconX } from './icons.tsx';
import classes from './toast.module.css';
import { type Toast, ToastQueue } from './toast-queue.ts';

const queue = new ToastQueue();
const durationMs = 5_000;
const undoDurationMs = 8_000;

/** Says that something happened, for five seconds; with an action for eight. */
export function showToast(
  message: string,
  action: Toast['action'] = null,
  tone: Toast['tone'] = 'plain',
): void {
  queue.show({
    message,
    tone,
    durationMs: action === null ? durationMs : undoDurationMs,
    action,
  });
}

/** Says what was done and offers to take it back, for eight seconds. */
export function showUndo({ message, onUndo }: { message: string; onUndo: () => void }): void {
  showToast(message, { label: 'Undo', run: onUndo });
}

/** Says why something that was asked in passing failed. Failures of a form belong into the form. */
export function showError(error: unknown): void {
  queue.show({
    message: errorReportOf(error).message,
    tone: 'danger',
    durationMs: undoDurationMs,
    action: null,
  });
}

function ToastCard({ toast }: { toast: Toast }) {
  const [isHeld, setHeld] = useState(false);
  useEffect(() => {
    if (isHeld) return undefined;
    const timer = setTimeout(() => queue.dismiss(toast.id), toast.durationMs);
    return () => clearTimeout(timer);
  }, [isHeld, toast]);
  const run = () => {
    queue.dismiss(toast.id);
    toast.action?.run();
  };
  return (
    <li
      className={classes.toast}
      data-tone={toast.tone}
      onMouseEnter={() => setHeld(true)}
      onMouseLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <span className={classes.text}>{toast.message}</span>
      {toast.action && (
        <button type="button" className={classes.action} onClick={run}>
          {toast.action.label}
        </button>
      )}
      <IconButton
        icon={IconX}
        iconSize={16}
        size="sm"
        tip="end"
        label="Close"
        onClick={() => queue.dismiss(toast.id)}
      />
    </li>
  );
}

/** Where toasts appear. Once per page, in the root. */
export function ToastStack() {
  const toasts = useSyncExternalStore(queue.subscribe, () => queue.toasts);
  return (
    <ol className={classes.stack} aria-live="polite" aria-label="Messages">
      {toasts.map((toast) => (
        <ToastCard key={toast.id} toast={toast} />
      ))}
    </ol>
  );
}
