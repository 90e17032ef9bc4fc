import { Dialog, Icon, IconChevronLeft, IconChevronRight } from '@braindrive/plugin-sdk/ui';
import { useState } from 'react';
import { ConnectionForm } from './connection-form.tsx';
import classes from './connections.module.css';
import { type Provider, providerIcons } from './provider-icons.ts';
import { useConnectionChanges } from './use-connections.ts';

interface Choice {
  readonly key: string;
  readonly name: string;
  readonly note: string;
  readonly provider: Provider;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly keyUrl: string | null;
  readonly isPreset: boolean;
}

const hostOf = (settings: Readonly<Record<string, unknown>>): string => {
  const address = Object.values(settings).find(
    (value) => typeof value === 'string' && URL.canParse(value),
  );
  return typeof address === 'string' ? new URL(address).host : '';
};

/** Each provider, then its ready-made settings: one list of what people know by name. */
function choicesOf(providers: readonly Provider[]): Choice[] {
  const own = providers
    .filter(({ isBuiltIn }) => !isBuiltIn)
    .map((provider): Choice => {
      const preset = provider.presets.length === 1 ? provider.presets[0] : undefined;
      return {
        key: provider.id,
        name: provider.name,
        note: provider.description,
        provider,
        settings: preset?.settings ?? {},
        keyUrl: preset?.keyUrl ?? null,
        isPreset: false,
      };
    });
  const presets = providers
    .filter(({ presets: list }) => list.length > 1)
    .flatMap((provider) =>
      provider.presets.map(
        (preset): Choice => ({
          key: `${provider.id}/${preset.id}`,
          name: preset.name,
          note: hostOf(preset.settings),
          provider,
          settings: preset.settings,
          keyUrl: preset.keyUrl,
          isPreset: true,
        }),
      ),
    );
  return [...own, ...presets];
}

/** A server on one's own machine is no cloud, whatever its protocol. */
const iconOf = ({ note, provider }: Choice) =>
  /^(?:127\.|localhost)/.test(note) ? providerIcons.server : providerIcons[provider.icon];

function ChoiceButton({ choice, onChoose }: { choice: Choice; onChoose: () => void }) {
  return (
    <button type="button" className={classes.choice} onClick={onChoose}>
      <Icon of={iconOf(choice)} size={20} className={classes.glyph} />
      <span>
        <b className="cut">{choice.name}</b>
        <small className={choice.isPreset ? 'cut' : undefined}>{choice.note}</small>
      </span>
      {!choice.isPreset && <Icon of={IconChevronRight} size={16} className={classes.glyph} />}
    </button>
  );
}

/** First what to connect to, then its settings. */
export function AddConnectionDialog({
  providers,
  onClose,
}: {
  providers: readonly Provider[];
  onClose: () => void;
}) {
  const [choice, setChoice] = useState<Choice | null>(null);
  const { create } = useConnectionChanges();
  const choices = choicesOf(providers);
  const own = choices.filter(({ isPreset }) => !isPreset);
  const presets = choices.filter(({ isPreset }) => isPreset);
  if (choice === null) {
    return (
      <Dialog title="Add a connection" onClose={onClose}>
        <div className={classes.choices}>
          {own.map((each) => (
            <ChoiceButton key={each.key} choice={each} onChoose={() => setChoice(each)} />
          ))}
        </div>
        {presets.length > 0 && (
          <>
            <h3 className={classes.choicesTitle}>Ready-made</h3>
            <div className={classes.choices} data-columns="2">
              {presets.map((each) => (
                <ChoiceButton key={each.key} choice={each} onChoose={() => setChoice(each)} />
              ))}
            </div>
          </>
        )}
      </Dialog>
    );
  }
  return (
    <Dialog title={`Connect ${choice.name}`} onClose={onClose}>
      <button type="button" className={classes.back} onClick={() => setChoice(null)}>
        <Icon of={IconChevronLeft} size={14} />
        All providers
      </button>
      <ConnectionForm
        provider={choice.provider}
        keyUrl={choice.keyUrl}
        initial={{ name: choice.name, isShared: false, settings: choice.settings }}
        connectionId={null}
        secretsSetAt={{}}
        isBusy={create.isPending}
        error={create.error}
        saveLabel="Test and save"
        onCancel={onClose}
        onSave={(values) =>
          create.mutate({ providerId: choice.provider.id, ...values }, { onSuccess: onClose })
        }
      />
    </Dialog>
  );
}
