import { useMemo } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { type CatalogueFilter, type CatalogueSort, catalogueSorts } from './catalogue-filter.ts';

type Kind = CatalogueFilter['kind'];
const kinds: readonly Kind[] = ['all', 'signed', 'offline'];

/** What the catalogue is narrowed to, kept in the address so that going back finds it again. */
export function useBrowseFilter() {
  const [search, setSearch] = useSearchParams();
  const navigate = useNavigate();
  const query = search.get('q') ?? '';
  const kind = kinds.find((each) => each === search.get('show')) ?? 'all';
  const sort = catalogueSorts.find(({ value }) => value === search.get('sort'))?.value ?? 'newest';
  const set = (name: string, value: string, fallback: string) =>
    setSearch(
      (before) => {
        const next = new URLSearchParams(before);
        if (value === fallback) next.delete(name);
        else next.set(name, value);
        return next;
      },
      { replace: true },
    );
  const values = useMemo(() => ({ query, kind, sort }), [query, kind, sort]);
  return {
    values,
    setQuery: (value: string) => set('q', value, ''),
    setKind: (value: Kind) => set('show', value, 'all'),
    setSort: (value: CatalogueSort) => set('sort', value, 'newest'),
    /** Searches everywhere: out of the category, and without the filter. */
    widen: () =>
      void navigate(query === '' ? '/plugins' : `/plugins?q=${encodeURIComponent(query)}`),
  };
}
export type BrowseFilter = ReturnType<typeof useBrowseFilter>;
