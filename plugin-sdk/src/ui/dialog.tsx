import { type ReactNode, useEffect, useId, useRef } from 'react';
import { classNames } from './class-names.ts';
import classes from './dialog.module.css';
import { IconButton } from './icon-button.tsx';
import { IconX } from './icons.tsx';

/** A modal dialog. The browser's own element keeps focus inside and closes on Escape. Mount it to open it. */
export function Dialog({
  title,
  label,
  width = 'md',
  isTop = false,
  onClose,
  children,
  footer,
}: {
  /** Shown as the head. Without it, `label` names the dialog. */
  title?: string;
  label?: string;
  width?: 'sm' | 'md' | 'lg' | 'xl';
  /** Twelve hundredths from the top, like the palette, instead of the middle. */
  isTop?: boolean;
  onClose: () => void;
  children: ReactNode;
  footer?: ReactNode;
}) {
  const titleId = useId();
  const box = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const dialog = box.current;
    if (dialog === null) return undefined;
    const opener = document.activeElement;
    dialog.showModal();
    // The browser picks the first button, which is Close; people came for the first field, or to read.
    (dialog.querySelector<HTMLElement>('input, select, textarea') ?? dialog).focus();
    return () => {
      dialog.close();
      if (opener instanceof HTMLElement) opener.focus();
    };
  }, []);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes; the click is on the space around it.
    <dialog
      ref={box}
      tabIndex={-1}
      className={classNames(classes.dialog, isTop && classes.top)}
      data-width={width}
      {...(title === undefined ? { 'aria-label': label } : { 'aria-labelledby': titleId })}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => event.target === box.current && onClose()}
    >
      <div className={classes.frame}>
        {title !== undefined && (
          <header className={classes.head}>
            <h2 id={titleId}>{title}</h2>
            <IconButton icon={IconX} label="Close" tip="end" onClick={onClose} />
          </header>
        )}
        <div className={title === undefined ? classes.bare : classes.body}>{children}</div>
        {footer !== undefined && <footer className={classes.foot}>{footer}</footer>}
      </div>
    </dialog>
  );
}
