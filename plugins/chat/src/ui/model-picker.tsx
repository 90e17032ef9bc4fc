import { Dot, Icon, IconChevronDown, type Status } from '@braindrive/plugin-sdk/ui';
import {
  type KeyboardEvent,
  type Ref,
  useId,
  useImperativeHandle,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import composer from './composer.module.css';
import type { ModelRef } from './core-types.ts';
import { findModels, isSameModel, type ModelGroup, type ModelOption } from './model-options.ts';
import classes from './model-picker.module.css';
import { ModelPickerList } from './model-picker-list.tsx';

export interface ModelPickerHandle {
  open(): void;
}

interface ModelPickerProps {
  readonly groups: readonly ModelGroup[];
  readonly current: ModelOption | null;
  readonly defaultModel: ModelRef | null;
  readonly onSelect: (option: ModelOption) => void;
  readonly onSetDefault: (option: ModelOption) => void;
  readonly ref?: Ref<ModelPickerHandle>;
}

const gap = 8;
const statusOf = { ready: 'ready', loading: 'busy', failed: 'failed' } as const;

/** Above its button where there is room, else on the roomier side and as high as that is. */
function place(popover: HTMLElement, button: HTMLElement): void {
  const at = button.getBoundingClientRect();
  popover.style.maxHeight = '';
  const { width, height } = popover.getBoundingClientRect();
  const left = Math.min(at.right - width, window.innerWidth - width - gap);
  const roomAbove = at.top - 2 * gap;
  const roomBelow = window.innerHeight - at.bottom - 2 * gap;
  const isAbove = height <= roomAbove || roomAbove >= roomBelow;
  const shown = Math.min(height, isAbove ? roomAbove : roomBelow);
  popover.style.left = `${Math.max(gap, left)}px`;
  popover.style.top = `${isAbove ? at.top - gap - shown : at.bottom + gap}px`;
  popover.style.maxHeight = `${shown}px`;
}

function statusOfModel(groups: readonly ModelGroup[], current: ModelOption | null): Status {
  const group = groups.find(
    ({ connection }) => connection.connectionId === current?.ref.connectionId,
  );
  return group === undefined ? 'off' : statusOf[group.connection.state];
}

/** The search field and list inside the popover; made anew each time it opens. */
function PickerPanel({
  groups,
  current,
  defaultModel,
  onSelect,
  onSetDefault,
}: Omit<ModelPickerProps, 'ref'>) {
  const id = useId();
  const [query, setQuery] = useState('');
  const found = useMemo(() => findModels(groups, query), [groups, query]);
  const options = found.flatMap((group) => group.options);
  const [chosen, setChosen] = useState<ModelOption | null>(current);
  const at = options.findIndex(({ ref }) => isSameModel(ref, chosen?.ref ?? null));
  const active = options[at] ?? options[0] ?? null;
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      const from = Math.max(0, at);
      setChosen(options[(from + step + options.length) % options.length] ?? null);
    } else if (event.key === 'Enter' && active !== null) {
      event.preventDefault();
      onSelect(active);
    }
  };
  const isDefault = isSameModel(active?.ref ?? null, defaultModel);
  return (
    <>
      <input
        className={classes.search}
        type="search"
        aria-label="Search models"
        aria-controls={id}
        {...(active && { 'aria-activedescendant': `${id}-${options.indexOf(active)}` })}
        placeholder="Search models"
        value={query}
        // biome-ignore lint/a11y/noAutofocus: the popover was opened to search
        autoFocus
        onChange={(event) => setQuery(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <ModelPickerList
        id={id}
        groups={found}
        query={query}
        current={current}
        active={active}
        defaultModel={defaultModel}
        onHover={setChosen}
        onSelect={onSelect}
      />
      {active !== null && (
        <footer className={classes.foot}>
          <span className="cut">
            {isDefault ? `${active.name} answers new chats` : active.name}
          </span>
          {!isDefault && (
            <button type="button" onClick={() => onSetDefault(active)}>
              Use for new chats
            </button>
          )}
        </footer>
      )}
    </>
  );
}

/** The chip with the model that answers, and the list to choose another. */
export function ModelPicker({ ref, onSelect, ...props }: ModelPickerProps) {
  const { groups, current } = props;
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const popover = useRef<HTMLDivElement>(null);
  const [isOpen, setOpen] = useState(false);
  useImperativeHandle(ref, () => ({ open: () => popover.current?.showPopover() }));
  useLayoutEffect(() => {
    if (!isOpen || popover.current === null || button.current === null) return;
    place(popover.current, button.current);
    popover.current.querySelector<HTMLElement>('[data-is-active]')?.scrollIntoView({
      block: 'nearest',
    });
  }, [isOpen]);
  const select = (option: ModelOption) => {
    popover.current?.hidePopover();
    button.current?.focus();
    onSelect(option);
  };
  return (
    <>
      <button
        ref={button}
        type="button"
        className={composer.chip}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        aria-controls={id}
        title="Choose the model"
        onClick={() => popover.current?.togglePopover()}
      >
        <Dot status={statusOfModel(groups, current)} />
        <span className="cut">{current?.name ?? 'No model'}</span>
        <Icon of={IconChevronDown} size={14} />
      </button>
      <div
        ref={popover}
        id={id}
        popover="auto"
        role="dialog"
        aria-label="Choose the model"
        className={classes.popover}
        onToggle={(event) => setOpen(event.newState === 'open')}
      >
        {isOpen && <PickerPanel {...props} onSelect={select} />}
      </div>
    </>
  );
}
