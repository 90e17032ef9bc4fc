import type { PluginPolicy } from '@braindrive/contracts';
import {
  CheckField,
  Dialog,
  errorReportOf,
  SelectField,
  SwitchField,
  TextField,
} from '@braindrive/plugin-sdk/ui';
import { Button } from '@mantine/core';
import { useState } from 'react';
import { type PermissionName, permissionNames, permissions } from './plugin-looks.ts';
import { allPlugins, ruleNames, ruleTexts } from './rule-texts.ts';
import classes from './rules.module.css';
import { useCatalogue, useInstalledPlugins } from './use-plugins.ts';
import { useRuleChanges } from './use-rules.ts';

/** All plugins that are known here, by name, apart from those that have a rule. */
function usePluginChoices(taken: readonly string[]) {
  const catalogue = useCatalogue();
  const installed = useInstalledPlugins();
  const names = new Map<string, string>();
  for (const { slug, name } of [...(catalogue.data ?? []), ...installed]) names.set(slug, name);
  return [...names]
    .filter(([slug]) => !taken.includes(slug))
    .map(([value, label]) => ({ value, label }))
    .sort((a, b) => a.label.localeCompare(b.label, 'en'));
}

const withName = (names: readonly PermissionName[], name: PermissionName, isOn: boolean) =>
  isOn ? [...names, name] : names.filter((each) => each !== name);

/** Makes or changes one rule. */
export function RuleDialog({
  policy,
  taken,
  onClose,
}: {
  policy: PluginPolicy;
  /** Plugins that have a rule already. */
  taken: readonly string[];
  onClose: () => void;
}) {
  const [values, setValues] = useState(policy);
  const { set } = useRuleChanges();
  const choices = usePluginChoices(taken);
  const isNew = policy.slug === '';
  const isGeneral = policy.slug === allPlugins;
  const change = (next: Partial<PluginPolicy>) => setValues({ ...values, ...next });
  // Nobody can be given all plugins there are.
  const rules = ruleNames.filter((rule) => !isGeneral || rule === 'allowed' || rule === 'denied');
  return (
    <Dialog title={isNew ? 'Add a rule' : 'Change the rule'} onClose={onClose}>
      <form
        noValidate
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          set.mutate(values, { onSuccess: onClose });
        }}
      >
        {isNew && choices.length > 0 && (
          <SelectField
            label="Plugin"
            value={values.slug}
            options={[{ value: '', label: 'Choose a plugin' }, ...choices]}
            onChange={(slug) => change({ slug })}
          />
        )}
        {isNew && choices.length === 0 && (
          <TextField
            label="Plugin"
            placeholder="feed-reader"
            help="Its short name, as it stands in addresses."
            value={values.slug}
            onChange={(event) => change({ slug: event.currentTarget.value })}
          />
        )}
        <SelectField
          label="Rule"
          help={ruleTexts[values.rule].text}
          value={values.rule}
          options={rules.map((rule) => ({ value: rule, label: ruleTexts[rule].word }))}
          onChange={(rule) =>
            change({ rule: ruleNames.find((each) => each === rule) ?? 'allowed' })
          }
        />
        {values.rule !== 'denied' && (
          <fieldset className={classes.denied}>
            <legend>Never allow</legend>
            {permissionNames
              .filter((name) => name !== 'native')
              .map((name) => (
                <CheckField
                  key={name}
                  label={permissions[name].word}
                  isOn={values.deniedPermissions.includes(name)}
                  onChange={(isOn) =>
                    change({ deniedPermissions: withName(values.deniedPermissions, name, isOn) })
                  }
                />
              ))}
          </fieldset>
        )}
        {!isGeneral && values.rule !== 'denied' && (
          <SwitchField
            label="Trust its native code"
            help="It may read and write files of this machine and start programs. Only for plugins whose author you know."
            isOn={values.isNativeTrusted}
            onChange={(isNativeTrusted) => change({ isNativeTrusted })}
          />
        )}
        {set.isError && (
          <p className={classes.problem} role="alert">
            {errorReportOf(set.error).message}
          </p>
        )}
        <div className="dialog-actions">
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            variant="filled"
            loading={set.isPending}
            disabled={values.slug === ''}
          >
            Save
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
