import { Dot, Icon, IconCheck } from '@braindrive/plugin-sdk/ui';
import type { ModelRef } from './core-types.ts';
import { formatTokens, isSameModel, type ModelGroup, type ModelOption } from './model-options.ts';
import classes from './model-picker.module.css';
import { useRefreshModels } from './use-models.ts';

interface ModelPickerListProps {
  readonly id: string;
  readonly groups: readonly ModelGroup[];
  readonly query: string;
  readonly current: ModelOption | null;
  readonly active: ModelOption | null;
  readonly defaultModel: ModelRef | null;
  readonly onHover: (option: ModelOption) => void;
  readonly onSelect: (option: ModelOption) => void;
}

const dots = {
  ready: { status: 'ready', word: 'ready' },
  loading: { status: 'busy', word: 'asking' },
  failed: { status: 'failed', word: 'does not answer' },
} as const;

const empty = { status: 'off', word: 'no models yet' } as const;

const factsOf = (option: ModelOption): string =>
  [option.contextTokens === null ? null : formatTokens(option.contextTokens), ...option.abilities]
    .filter((fact) => fact !== null)
    .join(' · ');

function GroupHead({ group }: { readonly group: ModelGroup }) {
  const { refresh, isRefreshing } = useRefreshModels();
  const { connection } = group;
  const isEmpty = connection.state === 'ready' && connection.models.length === 0;
  const { status, word } = isEmpty ? empty : dots[isRefreshing ? 'loading' : connection.state];
  return (
    <div className={classes.head}>
      <Dot status={status} />
      <b className="cut">{connection.connectionName}</b>
      <span className="cut">{connection.destination ?? word}</span>
      {connection.state === 'failed' && (
        <>
          <button
            type="button"
            disabled={isRefreshing}
            onClick={() => refresh(connection.connectionId)}
          >
            Retry
          </button>
          <p>{connection.error?.message ?? 'It does not answer.'}</p>
        </>
      )}
    </div>
  );
}

interface OptionListProps extends Omit<ModelPickerListProps, 'groups' | 'query'> {
  readonly group: ModelGroup;
  /** All options of all groups: their order names them. */
  readonly options: readonly ModelOption[];
}

function OptionList(props: OptionListProps) {
  const { group, options, id, current, active, defaultModel, onHover, onSelect } = props;
  if (group.options.length === 0) return null;
  return (
    <div role="listbox" aria-label={group.connection.connectionName}>
      {group.options.map((option) => {
        const isActive = option === active;
        const isCurrent = isSameModel(option.ref, current?.ref ?? null);
        return (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are handled by the search field
          <div
            key={option.ref.modelId}
            id={`${id}-${options.indexOf(option)}`}
            role="option"
            tabIndex={-1}
            aria-selected={isCurrent}
            data-is-active={isActive || undefined}
            className={classes.option}
            onMouseMove={() => {
              if (!isActive) onHover(option);
            }}
            onClick={() => onSelect(option)}
          >
            <span className={classes.name}>
              <span className="cut">{option.name}</span>
              {isSameModel(option.ref, defaultModel) && <small>new chats</small>}
            </span>
            <small className="num">{factsOf(option)}</small>
            <span className={classes.tick}>{isCurrent && <Icon of={IconCheck} size={16} />}</span>
          </div>
        );
      })}
    </div>
  );
}

/** The models by connection. A server that does not answer stays, with the reason and a way to ask again. */
export function ModelPickerList(props: ModelPickerListProps) {
  const { id, groups, query, current, active, defaultModel, onHover, onSelect } = props;
  const options = groups.flatMap((group) => group.options);
  if (groups.length === 0) {
    return (
      <p id={id} className={classes.empty}>
        {query === '' ? 'There is no model yet.' : `No model matches "${query.trim()}".`}
      </p>
    );
  }
  return (
    <div id={id} className={classes.list}>
      {groups.map((group) => (
        <div key={group.connection.connectionId}>
          <GroupHead group={group} />
          <OptionList
            group={group}
            options={options}
            {...{ id, current, active, defaultModel, onHover, onSelect }}
          />
        </div>
      ))}
    </div>
  );
}
