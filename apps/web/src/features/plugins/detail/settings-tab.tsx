import type { PluginDetail } from '@braindrive/contracts';
import {
  EmptyState,
  ErrorLine,
  errorReportOf,
  fieldProblem,
  fieldsOf,
  initialValues,
  SchemaForm,
  submittedValues,
} from '@braindrive/plugin-sdk/ui';
import { Button } from '@mantine/core';
import { useMemo, useState } from 'react';
import { usePluginChanges } from '../use-plugins.ts';
import { AutoUpdateChoice } from './auto-update-choice.tsx';
import classes from './detail.module.css';

type Errors = Readonly<Record<string, string | undefined>>;

/** Values of the generated form, checked when a field is left and again when all are saved. */
function useSettingsForm(detail: PluginDetail) {
  const fields = useMemo(() => fieldsOf(detail.settingsSchema ?? {}), [detail.settingsSchema]);
  const [values, setValues] = useState(() => initialValues(fields, detail.settings));
  const [errors, setErrors] = useState<Errors>({});
  const [isChanged, setChanged] = useState(false);
  const { updateSettings } = usePluginChanges(detail.slug);
  const problemOf = (name: string): string | undefined => {
    const field = fields.find((each) => each.name === name);
    if (field === undefined) return undefined;
    // A stored key need not be typed again.
    const isKept = field.kind === 'secret' && detail.secrets[name] != null;
    return isKept && values[name] !== null
      ? undefined
      : (fieldProblem(field, values[name]) ?? undefined);
  };
  const save = () => {
    const found = Object.fromEntries(fields.map(({ name }) => [name, problemOf(name)]));
    setErrors(found);
    if (Object.values(found).some((problem) => problem !== undefined)) return;
    updateSettings.mutate(
      { slug: detail.slug, settings: submittedValues(fields, values) },
      {
        onSuccess: (saved) => {
          setValues(initialValues(fields, saved.settings));
          setChanged(false);
        },
        onError: (error) => setErrors(errorReportOf(error).fieldErrors),
      },
    );
  };
  return {
    fields,
    values,
    errors,
    isChanged,
    isBusy: updateSettings.isPending,
    failure: updateSettings.error,
    save,
    change: (name: string, value: unknown) => {
      setValues({ ...values, [name]: value });
      setErrors({ ...errors, [name]: undefined });
      setChanged(true);
    },
    leave: (name: string) => setErrors({ ...errors, [name]: problemOf(name) }),
  };
}

/** The form that its settings schema describes. Keys go in and never come out. */
export function SettingsTab({ detail }: { detail: PluginDetail }) {
  const form = useSettingsForm(detail);
  return (
    <>
      <section className={classes.part}>
        <h3>Its settings</h3>
        {form.fields.length === 0 ? (
          <EmptyState text={`${detail.name} has nothing to set.`} />
        ) : (
          <form
            noValidate
            className={classes.form}
            onSubmit={(event) => {
              event.preventDefault();
              form.save();
            }}
          >
            <SchemaForm
              fields={form.fields}
              values={form.values}
              errors={form.errors}
              secretsSetAt={detail.secrets}
              onChange={form.change}
              onBlur={form.leave}
            />
            <ErrorLine error={form.failure} />
            <div>
              <Button
                type="submit"
                variant={form.isChanged ? 'filled' : 'default'}
                disabled={!form.isChanged}
                loading={form.isBusy}
              >
                Save
              </Button>
            </div>
          </form>
        )}
      </section>
      <AutoUpdateChoice detail={detail} />
    </>
  );
}
