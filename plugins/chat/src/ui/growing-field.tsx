import { type ComponentProps, type Ref, useLayoutEffect, useRef } from 'react';
import classes from './composer.module.css';

interface GrowingFieldProps extends Omit<ComponentProps<'textarea'>, 'onChange' | 'ref'> {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly ref?: Ref<HTMLTextAreaElement>;
}

/** Browsers that size a field by its text need no help. */
const needsHelp = !globalThis.CSS?.supports?.('field-sizing', 'content');

/** A text field that is as tall as its text, up to a part of the window. */
export function GrowingField({ value, onChange, ref, ...rest }: GrowingFieldProps) {
  const field = useRef<HTMLTextAreaElement | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the height follows the text
  useLayoutEffect(() => {
    const element = field.current;
    if (!needsHelp || element === null) return;
    element.style.height = 'auto';
    element.style.height = `${element.scrollHeight}px`;
  }, [value]);
  return (
    <textarea
      {...rest}
      ref={(element) => {
        field.current = element;
        if (typeof ref === 'function') return ref(element);
        if (ref) ref.current = element;
        return undefined;
      }}
      className={classes.field}
      rows={1}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
