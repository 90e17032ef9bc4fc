import type { ReactNode } from 'react';
import { SecretField, TextField } from './field.tsx';
import { formatDate } from './format.ts';
import type { SchemaField } from './json-schema-fields.ts';
import classes from './schema-form.module.css';
import { SelectField } from './select-field.tsx';
import { SwitchField } from './switch-field.tsx';

interface FieldProps {
  readonly field: SchemaField;
  readonly value: unknown;
  readonly error: string | undefined;
  readonly secretSetAt: Date | null;
  readonly secretLink: ReactNode;
  readonly onChange: (value: unknown) => void;
  readonly onBlur: () => void;
}

function helpOf({ description }: SchemaField, isRemoved: boolean, isKept: boolean) {
  if (isRemoved) return 'It is removed when you save.';
  return isKept ? undefined : description;
}

/** A key is never read back: the field says when it was set, takes a new one, or removes it. */
function KeyField({ field, value, error, secretSetAt, secretLink, onChange, onBlur }: FieldProps) {
  const isRemoved = value === null;
  const isKept = secretSetAt !== null && !isRemoved;
  return (
    <div>
      <SecretField
        label={field.title}
        revealLabel="Show key"
        help={helpOf(field, isRemoved, isKept)}
        hint={isKept ? `Set on ${formatDate(secretSetAt)}` : undefined}
        placeholder={isKept ? 'Leave empty to keep it' : (field.placeholder ?? '')}
        value={typeof value === 'string' ? value : ''}
        error={error}
        autoComplete="off"
        maxLength={field.maxLength ?? 4_000}
        onChange={(event) => onChange(event.currentTarget.value)}
        onBlur={onBlur}
      />
      {secretSetAt === null && secretLink}
      {secretSetAt !== null && !field.isRequired && (
        <button
          type="button"
          className={classes.link}
          onClick={() => onChange(isRemoved ? undefined : null)}
        >
          {isRemoved ? 'Keep the key' : 'Remove the key'}
        </button>
      )}
    </div>
  );
}

function PlainField({ field, value, error, onChange, onBlur }: FieldProps) {
  const shared = {
    label: field.title,
    help: field.description,
    hint: field.isRequired ? undefined : 'Optional',
    error,
  };
  const text = value === undefined || value === null ? '' : String(value);
  if (field.kind === 'boolean') {
    return (
      <SwitchField
        label={field.title}
        help={field.description}
        isOn={value === true}
        onChange={onChange}
      />
    );
  }
  if (field.kind === 'choice') {
    return (
      <SelectField
        {...shared}
        value={text}
        options={field.choices.map((choice) => ({ value: choice, label: choice }))}
        onChange={onChange}
      />
    );
  }
  return (
    <TextField
      {...shared}
      hint={field.kind === 'number' ? undefined : shared.hint}
      placeholder={field.placeholder ?? ''}
      value={text}
      spellCheck={false}
      autoComplete="off"
      {...(field.kind === 'number' && {
        inputMode: 'numeric' as const,
        styles: { wrapper: { maxWidth: 160 } },
      })}
      {...(field.kind === 'url' && { inputMode: 'url' as const })}
      onChange={(event) => onChange(event.currentTarget.value)}
      onBlur={onBlur}
    />
  );
}

/** Fields made from a JSON Schema. The caller keeps values and errors. */
export function SchemaForm({
  fields,
  values,
  errors,
  secretsSetAt,
  secretLink = null,
  onChange,
  onBlur,
}: {
  fields: readonly SchemaField[];
  values: Readonly<Record<string, unknown>>;
  errors: Readonly<Record<string, string | undefined>>;
  /** For each stored secret: when it was set. */
  secretsSetAt: Readonly<Record<string, Date | null>>;
  /** Where a secret is made; shown under its field. */
  secretLink?: ReactNode;
  onChange: (name: string, value: unknown) => void;
  onBlur: (name: string) => void;
}) {
  return (
    <div className={classes.fields}>
      {fields.map((field) => {
        const props: FieldProps = {
          field,
          value: values[field.name],
          error: errors[field.name],
          secretSetAt: secretsSetAt[field.name] ?? null,
          secretLink,
          onChange: (value) => onChange(field.name, value),
          onBlur: () => onBlur(field.name),
        };
        return field.kind === 'secret' ? (
          <KeyField key={field.name} {...props} />
        ) : (
          <PlainField key={field.name} {...props} />
        );
      })}
    </div>
  );
}
