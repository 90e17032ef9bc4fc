import {
  ErrorLine,
  errorReportOf,
  fieldProblem,
  fieldsOf,
  Icon,
  IconCircleCheck,
  initialValues,
  SchemaForm,
  SwitchField,
  submittedValues,
  TextField,
} from '@braindrive/plugin-sdk/ui';
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useUser } from '../../boot.ts';
import { trpc } from '../../trpc.ts';
import classes from './connections.module.css';
import type { Provider } from './provider-icons.ts';

/** What the form hands over once it was tested or is saved all the same. */
export interface ConnectionFormValues {
  readonly name: string;
  readonly isShared: boolean;
  readonly settings: Record<string, unknown>;
}

/** State of the fields: values, what is wrong with them, and whether the last test was of these values. */
function useConnectionFields(options: {
  provider: Provider;
  name: string;
  settings: Readonly<Record<string, unknown>>;
  connectionId: string | null;
  secretsSetAt: Readonly<Record<string, Date | null>>;
}) {
  const { provider, connectionId, secretsSetAt } = options;
  const fields = fieldsOf(provider.settingsSchema);
  const [name, setName] = useState(options.name);
  const [values, setValues] = useState(() => initialValues(fields, options.settings));
  const [errors, setErrors] = useState<Readonly<Record<string, string | undefined>>>({});
  const test = trpc.connection.test.useMutation();

  const problemOf = (fieldName: string) => {
    const field = fields.find((each) => each.name === fieldName);
    if (field === undefined) return null;
    // A stored key need not be typed again.
    const isStored = field.kind === 'secret' && secretsSetAt[fieldName] != null;
    return isStored && values[fieldName] !== null ? null : fieldProblem(field, values[fieldName]);
  };
  const check = (): boolean => {
    const found = Object.fromEntries(
      fields.flatMap(({ name: each }) => {
        const problem = problemOf(each);
        return problem === null ? [] : [[each, problem]];
      }),
    );
    const nameProblem = name.trim() === '' ? { '': 'Enter a name.' } : {};
    setErrors({ ...found, ...nameProblem });
    return Object.keys(found).length === 0 && name.trim() !== '';
  };
  const settings = () => submittedValues(fields, values);
  return {
    fields,
    name,
    values,
    errors,
    test,
    settings,
    check,
    setName,
    blur: (each: string) => setErrors({ ...errors, [each]: problemOf(each) ?? undefined }),
    setValue: (each: string, value: unknown) => {
      setValues({ ...values, [each]: value });
      setErrors({ ...errors, [each]: undefined });
      test.reset();
    },
    runTest: async () => {
      if (!check()) return false;
      const result = await test.mutateAsync({
        providerId: provider.id,
        settings: settings(),
        ...(connectionId !== null && { connectionId }),
      });
      return result.isOk;
    },
  };
}

/** Fields of a connection. Saving tests first; what the test found can be overruled. */
export function ConnectionForm({
  provider,
  keyUrl,
  initial,
  connectionId,
  secretsSetAt,
  isBusy,
  error,
  saveLabel,
  onSave,
  onCancel,
}: {
  provider: Provider;
  /** Where a key is made. */
  keyUrl: string | null;
  initial: ConnectionFormValues;
  connectionId: string | null;
  secretsSetAt: Readonly<Record<string, Date | null>>;
  isBusy: boolean;
  error: unknown;
  saveLabel: string;
  onSave: (values: ConnectionFormValues) => void;
  onCancel: () => void;
}) {
  const canShare = useUser().permissions.includes('connection.manage-shared');
  const [isShared, setShared] = useState(initial.isShared);
  const form = useConnectionFields({
    provider,
    name: initial.name,
    settings: initial.settings,
    connectionId,
    secretsSetAt,
  });
  const { test } = form;
  const hasFailed = test.data?.isOk === false || test.isError;
  const save = () => onSave({ name: form.name.trim(), isShared, settings: form.settings() });
  const submit = async () => {
    if (test.data?.isOk === true || (await form.runTest().catch(() => false))) save();
  };
  return (
    <form
      noValidate
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <TextField
        label="Name"
        value={form.name}
        error={form.errors['']}
        autoComplete="off"
        onChange={(event) => form.setName(event.currentTarget.value)}
      />
      <SchemaForm
        fields={form.fields}
        values={form.values}
        errors={form.errors}
        secretsSetAt={secretsSetAt}
        secretLink={
          keyUrl !== null && (
            <p className={classes.keyLine}>
              <a href={keyUrl} target="_blank" rel="noreferrer">
                Make a key at {new URL(keyUrl).host}
              </a>
            </p>
          )
        }
        onChange={form.setValue}
        onBlur={form.blur}
      />
      {canShare && (
        <SwitchField
          label="Shared with everybody here"
          help="Other people can use it; only admins see its settings."
          isOn={isShared}
          onChange={setShared}
        />
      )}
      <div role="status">
        {test.data?.isOk && (
          <p className={classes.tested}>
            <Icon of={IconCircleCheck} size={16} />
            Answered in {Math.round(test.data.latencyMs)} ms with {test.data.modelCount}{' '}
            {test.data.modelCount === 1 ? 'model' : 'models'}
          </p>
        )}
        {test.data?.isOk === false && <p className={classes.refused}>{test.data.error.message}</p>}
        {test.isError && <p className={classes.refused}>{errorReportOf(test.error).message}</p>}
      </div>
      <ErrorLine error={error} />
      <div className={classes.formFoot}>
        <Button onClick={onCancel}>Cancel</Button>
        <span className={classes.grow} />
        {hasFailed && (
          <Button loading={isBusy} onClick={() => form.check() && save()}>
            Save all the same
          </Button>
        )}
        <Button type="submit" variant="filled" loading={test.isPending || isBusy}>
          {hasFailed ? 'Test again' : saveLabel}
        </Button>
      </div>
    </form>
  );
}
