import '@mantine/core/styles/Input.layer.css';
import { TextInput, type TextInputProps } from '@mantine/core';
import { useState } from 'react';
import classes from './field.module.css';
import { IconButton } from './icon-button.tsx';
import { IconEye, IconEyeOff } from './icons.tsx';

export interface TextFieldProps
  extends Omit<TextInputProps, 'description' | 'error' | 'classNames'> {
  /** Shown below, until an error takes its place. */
  help?: React.ReactNode;
  /** Small text at the right end of the label. */
  hint?: string | undefined;
  error?: string | undefined;
}

/** A labelled text field: label above, help below, an error instead of the help. */
export function TextField({ label, help, hint, error, ...rest }: TextFieldProps) {
  return (
    <TextInput
      classNames={{
        label: classes.label ?? '',
        input: classes.input ?? '',
        description: classes.below ?? '',
        error: classes.below ?? '',
      }}
      label={
        hint === undefined ? (
          label
        ) : (
          <>
            {label}
            <span className={classes.hint}>{hint}</span>
          </>
        )
      }
      withAsterisk={false}
      {...(error === undefined ? { description: help } : { error })}
      {...rest}
    />
  );
}

/** A field for a password or a key, with an eye to read it. */
export function SecretField({
  revealLabel = 'Show password',
  ...rest
}: TextFieldProps & { revealLabel?: string }) {
  const [isShown, setShown] = useState(false);
  return (
    <TextField
      {...rest}
      type={isShown ? 'text' : 'password'}
      spellCheck={false}
      rightSectionPointerEvents="all"
      rightSection={
        <IconButton
          size="sm"
          tip="end"
          icon={isShown ? IconEyeOff : IconEye}
          label={isShown ? revealLabel.replace('Show', 'Hide') : revealLabel}
          aria-pressed={isShown}
          onClick={() => setShown(!isShown)}
        />
      }
    />
  );
}
