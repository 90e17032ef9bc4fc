import type { PluginPolicy } from '@braindrive/contracts';
import {
  CardList,
  ErrorCard,
  Icon,
  IconButton,
  IconPencil,
  IconPlus,
  IconTrash,
  SheetPage,
  SkeletonRows,
  showUndo,
  Tag,
} from '@braindrive/plugin-sdk/ui';
import { Button } from '@mantine/core';
import { useState } from 'react';
import { permissions } from './plugin-looks.ts';
import classes from './plugins.module.css';
import { RuleDialog } from './rule-dialog.tsx';
import { allPlugins, emptyRule, ruleTexts } from './rule-texts.ts';
import { useCatalogue, useInstalledPlugins } from './use-plugins.ts';
import { useRuleChanges, useRules } from './use-rules.ts';

const nameOf = (slug: string, plugins: readonly { slug: string; name: string }[]) =>
  slug === allPlugins ? 'All plugins' : (plugins.find((each) => each.slug === slug)?.name ?? slug);

function RuleRow({ policy, onEdit }: { policy: PluginPolicy; onEdit: () => void }) {
  const installed = useInstalledPlugins();
  const catalogue = useCatalogue();
  const { set, remove } = useRuleChanges();
  const { slug, rule, deniedPermissions, isNativeTrusted } = policy;
  const name = nameOf(slug, [...installed, ...(catalogue.data ?? [])]);
  const takeAway = () =>
    remove.mutate(
      { slug },
      {
        onSuccess: () =>
          showUndo({ message: `Rule for ${name} removed.`, onUndo: () => set.mutate(policy) }),
      },
    );
  return (
    <li className={classes.row}>
      <div className={classes.rowText}>
        <h2>
          {name}
          <Tag tone={rule === 'denied' ? 'danger' : rule === 'required' ? 'accent' : 'plain'}>
            {ruleTexts[rule].word}
          </Tag>
        </h2>
        <p>
          {ruleTexts[rule].text}
          {deniedPermissions.length > 0 &&
            ` Never: ${deniedPermissions.map((each) => permissions[each].word).join(', ')}.`}
          {isNativeTrusted && ' May run native code.'}
        </p>
      </div>
      <div className={classes.rowActions}>
        <IconButton icon={IconPencil} label={`Change the rule for ${name}`} onClick={onEdit} />
        {slug !== allPlugins && (
          <IconButton
            icon={IconTrash}
            label={`Remove the rule for ${name}`}
            tip="end"
            onClick={takeAway}
          />
        )}
      </div>
    </li>
  );
}

/** What the owner rules for everybody here: which plugins, and what they may never do. */
export function RulesPage() {
  const policies = useRules();
  const [edited, setEdited] = useState<PluginPolicy | null>(null);
  const rules = policies.data ?? [];
  const general = rules.find(({ slug }) => slug === allPlugins) ?? emptyRule(allPlugins);
  const own = rules.filter(({ slug }) => slug !== allPlugins);
  return (
    <SheetPage
      title="Rules"
      width="form"
      actions={
        <Button
          variant="filled"
          leftSection={<Icon of={IconPlus} size={16} />}
          disabled={policies.data === undefined}
          onClick={() => setEdited(emptyRule(null))}
        >
          Add rule
        </Button>
      }
    >
      <p className={classes.lead}>
        Rules hold for everybody on this instance. A plugin with a rule of its own follows that one
        instead of the first.
      </p>
      {policies.isPending && <SkeletonRows count={2} height={68} />}
      {policies.isError && (
        <ErrorCard
          title="The rules were not read"
          error={policies.error}
          onAction={() => void policies.refetch()}
        />
      )}
      {policies.isSuccess && (
        <CardList className={classes.rowList}>
          {[general, ...own].map((policy) => (
            <RuleRow key={policy.slug} policy={policy} onEdit={() => setEdited(policy)} />
          ))}
        </CardList>
      )}
      {edited !== null && (
        <RuleDialog
          policy={edited}
          taken={own.map(({ slug }) => slug)}
          onClose={() => setEdited(null)}
        />
      )}
    </SheetPage>
  );
}
