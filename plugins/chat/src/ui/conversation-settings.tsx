import { IconButton, IconX } from '@braindrive/plugin-sdk/ui';
import { type FocusEvent, type ReactNode, useId, useState } from 'react';
import type { ConversationSettings } from './core-types.ts';
import classes from './side-panel.module.css';

type Parameters = ConversationSettings['parameters'];
type NumberName = Exclude<keyof Parameters, 'stop'>;

export type EditableSettings = Pick<ConversationSettings, 'systemPrompt' | 'parameters'>;

interface NumberFact {
  readonly name: NumberName;
  readonly label: string;
  readonly help: string;
  readonly min: number;
  readonly max: number;
  readonly isWhole: boolean;
}

const numbers: readonly NumberFact[] = [
  {
    name: 'temperature',
    label: 'Temperature',
    help: '0 is the same each time, 2 is wild.',
    min: 0,
    max: 2,
    isWhole: false,
  },
  {
    name: 'topP',
    label: 'Top P',
    help: 'Looks only at the likeliest words, up to this share.',
    min: 0.01,
    max: 1,
    isWhole: false,
  },
  {
    name: 'maxTokens',
    label: 'Longest answer',
    help: 'In tokens.',
    min: 1,
    max: 1_000_000,
    isWhole: true,
  },
  {
    name: 'seed',
    label: 'Seed',
    help: 'The same seed gives the same answer, with most models.',
    min: 0,
    max: 2_147_483_647,
    isWhole: true,
  },
];

const maxStopTexts = 4;

/** The number of a field; undefined when it is empty, a text when it is wrong. */
function readNumber(text: string, { min, max, isWhole }: NumberFact): number | undefined | string {
  if (text.trim() === '') return undefined;
  const value = Number(text);
  const isValid = Number.isFinite(value) && value >= min && value <= max;
  if (isValid && (!isWhole || Number.isInteger(value))) return value;
  const limits = `${min.toLocaleString('en')} to ${max.toLocaleString('en')}`;
  return `Use ${isWhole ? 'a whole number' : 'a number'} from ${limits}.`;
}

function Field({
  label,
  help,
  error,
  children,
}: {
  readonly label: string;
  readonly help: string;
  readonly error: string | null;
  readonly children: (id: string, describedBy: string) => ReactNode;
}) {
  const id = useId();
  return (
    <div className={classes.field}>
      <label htmlFor={id}>{label}</label>
      {children(id, `${id}-help`)}
      <p id={`${id}-help`} data-is-error={error !== null || undefined}>
        {error ?? help}
      </p>
    </div>
  );
}

function NumberField({
  fact,
  value,
  onSave,
}: {
  readonly fact: NumberFact;
  readonly value: number | undefined;
  readonly onSave: (value: number | undefined) => void;
}) {
  const [error, setError] = useState<string | null>(null);
  const onBlur = (event: FocusEvent<HTMLInputElement>) => {
    const read = readNumber(event.currentTarget.value, fact);
    setError(typeof read === 'string' ? read : null);
    if (typeof read !== 'string' && read !== value) onSave(read);
  };
  return (
    <Field label={fact.label} help={fact.help} error={error}>
      {(id, describedBy) => (
        <input
          id={id}
          aria-describedby={describedBy}
          aria-invalid={error !== null}
          inputMode={fact.isWhole ? 'numeric' : 'decimal'}
          placeholder="The model's own"
          defaultValue={value ?? ''}
          onBlur={onBlur}
        />
      )}
    </Field>
  );
}

/** Settings without the ones that are undefined, which mean "the provider decides". */
function withNumber(parameters: Parameters, name: NumberName, value: number | undefined) {
  const { [name]: _, ...rest } = parameters;
  return value === undefined ? rest : { ...rest, [name]: value };
}

interface ConversationSettingsPanelProps {
  readonly settings: EditableSettings;
  readonly onSave: (settings: EditableSettings) => void;
  readonly onClose: () => void;
}

/** What goes to the model with every question of this conversation. Each field saves itself when it is left. */
export function ConversationSettingsPanel({
  settings,
  onSave,
  onClose,
}: ConversationSettingsPanelProps) {
  const { systemPrompt, parameters } = settings;
  const saveStop = (event: FocusEvent<HTMLTextAreaElement>) => {
    const stop = event.currentTarget.value.split('\n').filter((text) => text !== '');
    const { stop: _, ...rest } = parameters;
    const kept = stop.slice(0, maxStopTexts).map((text) => text.slice(0, 100));
    if (kept.join('\n') === (parameters.stop ?? []).join('\n')) return;
    onSave({ systemPrompt, parameters: kept.length === 0 ? rest : { ...rest, stop: kept } });
  };
  return (
    <aside
      className={classes.panel}
      aria-label="Conversation settings"
      onKeyDown={(event) => event.key === 'Escape' && onClose()}
    >
      <header>
        <h2>This conversation</h2>
        <IconButton icon={IconX} label="Close" tip="end" onClick={onClose} />
      </header>
      <div className={classes.fields}>
        <Field label="System prompt" help="How the model shall behave." error={null}>
          {(id, describedBy) => (
            <textarea
              id={id}
              aria-describedby={describedBy}
              rows={6}
              maxLength={20_000}
              placeholder="You are a patient teacher."
              defaultValue={systemPrompt}
              onBlur={(event) => {
                const changed = event.currentTarget.value;
                if (changed !== systemPrompt) onSave({ systemPrompt: changed, parameters });
              }}
            />
          )}
        </Field>
        {numbers.map((fact) => (
          <NumberField
            key={fact.name}
            fact={fact}
            value={parameters[fact.name]}
            onSave={(value) =>
              onSave({ systemPrompt, parameters: withNumber(parameters, fact.name, value) })
            }
          />
        ))}
        <Field
          label="Stop texts"
          help="One per line, four at most. The answer ends before them."
          error={null}
        >
          {(id, describedBy) => (
            <textarea
              id={id}
              aria-describedby={describedBy}
              rows={2}
              defaultValue={(parameters.stop ?? []).join('\n')}
              onBlur={saveStop}
            />
          )}
        </Field>
      </div>
    </aside>
  );
}
