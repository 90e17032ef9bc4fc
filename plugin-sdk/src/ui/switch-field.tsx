import { type ReactNode, useId } from 'react';
import classes from './switch-field.module.css';

/** An on/off setting: words left, switch right. */
export function SwitchField({
  label,
  help,
  isOn,
  isDisabled = false,
  onChange,
}: {
  label: string;
  help?: ReactNode;
  isOn: boolean;
  isDisabled?: boolean;
  onChange: (isOn: boolean) => void;
}) {
  const id = useId();
  return (
    <div className={classes.field}>
      <div>
        <span id={id} className={classes.label}>
          {label}
        </span>
        {help !== undefined && <p id={`${id}-help`}>{help}</p>}
      </div>
      <button
        type="button"
        role="switch"
        aria-checked={isOn}
        aria-labelledby={id}
        {...(help !== undefined && { 'aria-describedby': `${id}-help` })}
        disabled={isDisabled}
        className={classes.switch}
        onClick={() => onChange(!isOn)}
      />
    </div>
  );
}
