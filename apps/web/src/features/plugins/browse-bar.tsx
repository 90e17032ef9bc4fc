import { Icon, IconSearch, IconX, SelectField, useShortcut } from '@braindrive/plugin-sdk/ui';
import { useRef } from 'react';
import { catalogueSorts } from './catalogue-filter.ts';
import classes from './plugins.module.css';
import { Segmented } from './segmented.tsx';
import type { BrowseFilter } from './use-browse-filter.ts';

const kinds = [
  { value: 'all', label: 'All' },
  { value: 'signed', label: 'Signed' },
  { value: 'offline', label: 'Runs offline' },
] as const;

/** Search, filter and order above the cards. */
export function BrowseBar({
  filter,
  count,
  isLoading,
}: {
  filter: BrowseFilter;
  count: number;
  isLoading: boolean;
}) {
  const field = useRef<HTMLInputElement>(null);
  useShortcut('/', () => field.current?.focus());
  const { query, kind, sort } = filter.values;
  const placeholder =
    isLoading || count === 0
      ? 'Search plugins'
      : `Search ${count} ${count === 1 ? 'plugin' : 'plugins'}`;
  return (
    <search className={classes.bar}>
      <div className={classes.search}>
        <Icon of={IconSearch} size={18} />
        <input
          ref={field}
          type="search"
          aria-label={placeholder}
          placeholder={placeholder}
          value={query}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => filter.setQuery(event.currentTarget.value)}
          onKeyDown={(event) => event.key === 'Escape' && filter.setQuery('')}
        />
        {query !== '' && (
          <button type="button" aria-label="Clear the search" onClick={() => filter.setQuery('')}>
            <Icon of={IconX} size={16} />
          </button>
        )}
      </div>
      <Segmented label="Show" value={kind} options={kinds} onChange={filter.setKind} />
      <div className={classes.sort}>
        <SelectField
          label="Order"
          isLabelHidden
          width={142}
          value={sort}
          options={catalogueSorts}
          onChange={(value) =>
            filter.setSort(catalogueSorts.find((each) => each.value === value)?.value ?? 'newest')
          }
        />
      </div>
    </search>
  );
}
