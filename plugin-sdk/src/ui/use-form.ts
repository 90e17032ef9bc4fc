import { useState } from 'react';
import type { z } from 'zod';
import { errorReportOf } from './error-report.ts';

type Values = Record<string, unknown>;
export type FieldErrors<T extends Values> = Partial<Record<keyof T & string, string>>;

/** The first thing wrong with each field, in the words of the schema. */
function fieldErrorsOf<T extends Values>(schema: z.ZodType, values: T): FieldErrors<T> {
  const result = schema.safeParse(values);
  const errors: Record<string, string> = {};
  for (const issue of result.error?.issues ?? []) {
    const name = String(issue.path[0] ?? '');
    errors[name] ??= issue.message;
  }
  return errors as FieldErrors<T>;
}

/**
 * Values of a small form. A field is checked when it is left, and again at every key once it was wrong; what the
 * host finds wrong appears at the same fields.
 */
export function useForm<T extends Values>({
  initial,
  schema,
  onSubmit,
}: {
  initial: T;
  schema: z.ZodType;
  onSubmit: (values: T) => Promise<unknown>;
}) {
  const [values, setValues] = useState(initial);
  const [errors, setErrors] = useState<FieldErrors<T>>({});
  const [failure, setFailure] = useState<unknown>(null);
  const [isBusy, setBusy] = useState(false);

  const check = (name: keyof T & string, next: T) => {
    const { [name]: _old, ...rest } = errors;
    const found = fieldErrorsOf(schema, next)[name];
    setErrors((found === undefined ? rest : { ...rest, [name]: found }) as FieldErrors<T>);
  };
  const set = <Name extends keyof T & string>(name: Name, value: T[Name]) => {
    const next = { ...values, [name]: value };
    setValues(next);
    if (errors[name] !== undefined) check(name, next);
  };

  const submit = async () => {
    const found = fieldErrorsOf(schema, values);
    setErrors(found);
    setFailure(null);
    if (Object.keys(found).length > 0) return;
    setBusy(true);
    try {
      await onSubmit(values);
    } catch (error) {
      const { fieldErrors } = errorReportOf(error);
      if (Object.keys(fieldErrors).length > 0) setErrors(fieldErrors as FieldErrors<T>);
      else setFailure(error);
    } finally {
      setBusy(false);
    }
  };

  return {
    values,
    errors,
    failure,
    isBusy,
    set,
    /** Attributes of a text field. */
    field: (name: keyof T & string) => ({
      name,
      value: String(values[name] ?? ''),
      error: errors[name],
      onChange: (event: { currentTarget: { value: string } }) =>
        set(name, event.currentTarget.value as T[typeof name]),
      onBlur: () => values[name] !== initial[name] && check(name, values),
    }),
    onSubmit: (event: { preventDefault: () => void }) => {
      event.preventDefault();
      void submit();
    },
    reset: (next: T) => {
      setValues(next);
      setErrors({});
      setFailure(null);
    },
  };
}
