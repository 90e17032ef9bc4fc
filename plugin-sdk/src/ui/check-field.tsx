import type { ReactNode } from 'react';
import classes from './check-field.module.css';

/** A box to tick, with words beside it. */
export function CheckField({
  label,
  help,
  isOn,
  onChange,
}: {
  label: string;
  help?: ReactNode;
  isOn: boolean;
  onChange: (isOn: boolean) => void;
}) {
  return (
    <label className={classes.field}>
      <input
        type="checkbox"
        checked={isOn}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      <span>
        <b>{label}</b>
        {help !== undefined && <small>{help}</small>}
      </span>
    </label>
  );
}
