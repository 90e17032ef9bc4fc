import { SecretField, type TextFieldProps } from './field.tsx';
import classes from './new-password-field.module.css';
import { passwordStrength } from './password-strength.ts';

/** A field for a new password, with four bars that say how strong it is. */
export function NewPasswordField({ value, ...rest }: TextFieldProps & { value: string }) {
  const { bars, word } = passwordStrength(value);
  return (
    <div>
      <SecretField
        label="Password"
        hint="12 characters or more"
        autoComplete="new-password"
        value={value}
        {...rest}
      />
      {value.length > 0 && rest.error === undefined && (
        <div className={classes.strength} data-bars={bars}>
          <span aria-hidden="true">
            <i />
            <i />
            <i />
            <i />
          </span>
          <p role="status">{word}</p>
        </div>
      )}
    </div>
  );
}
