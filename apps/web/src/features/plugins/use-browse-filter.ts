import { useEffect, useMemo, useRef, useState } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { type CatalogueFilter, type CatalogueSort, catalogueSorts } from './catalogue-filter.ts';

type Kind = CatalogueFilter['kind'];
const kinds: readonly Kind[] = ['all', 'signed', 'offline'];

/**
 * What is typed, at once; the address follows it. The router draws an address when it has time for it, and a field that
 * waited for that would lose letters.
 */
export function useTypedQuery(inAddress: string, write: (query: string) => void) {
  const [typed, setTyped] = useState(inAddress);
  // Written and not seen in the address yet, oldest first: it may show an older one while a newer is typed.
  const written = useRef<readonly string[]>([inAddress]);
  useEffect(() => {
    const at = written.current.lastIndexOf(inAddress);
    written.current = at === -1 ? [inAddress] : written.current.slice(at);
    // Somebody went to another address: by a link, or back.
    if (at === -1) setTyped(inAddress);
  }, [inAddress]);
  const change = (query: string) => {
    written.current = [...written.current, query];
    setTyped(query);
    write(query);
  };
  return [typed, change] as const;
}

/** What the catalogue is narrowed to, kept in the address so that going back finds it again. */
export function useBrowseFilter() {
  const [search, setSearch] = useSearchParams();
  const navigate = useNavigate();
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
  const [query, setQuery] = useTypedQuery(search.get('q') ?? '', (value) => set('q', value, ''));
  const values = useMemo(() => ({ query, kind, sort }), [query, kind, sort]);
  return {
    values,
    setQuery,
    setKind: (value: Kind) => set('show', value, 'all'),
    setSort: (value: CatalogueSort) => set('sort', value, 'newest'),
    /** Searches everywhere: out of the category, and without the filter. */
    widen: () =>
      void navigate(query === '' ? '/plugins' : `/plugins?q=${encodeURIComponent(query)}`),
  };
}
export type BrowseFilter = ReturnType<typeof useBrowseFilter>;
