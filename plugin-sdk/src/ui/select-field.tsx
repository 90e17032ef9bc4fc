import '@mantine/core/styles/Input.layer.css';
import { NativeSelect } from '@mantine/core';
import fieldClasses from './field.module.css';

/** A labelled choice of a few values, on the browser's own list. */
export function SelectField({
  label,
  help,
  error,
  value,
  options,
  isDisabled = false,
  isLabelHidden = false,
  width,
  onChange,
}: {
  label: string;
  help?: string | undefined;
  error?: string | undefined;
  value: string;
  options: readonly { value: string; label: string }[];
  isDisabled?: boolean;
  isLabelHidden?: boolean;
  width?: number;
  onChange: (value: string) => void;
}) {
  return (
    <NativeSelect
      classNames={{
        label: fieldClasses.label ?? '',
        input: fieldClasses.input ?? '',
        description: fieldClasses.below ?? '',
        error: fieldClasses.below ?? '',
      }}
      {...(isLabelHidden ? { 'aria-label': label } : { label })}
      {...(error === undefined ? { description: help } : { error })}
      {...(width !== undefined && { w: width })}
      value={value}
      disabled={isDisabled}
      data={[...options]}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
