import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'wouter';
import { type AddressFilter, type Filter, withFilter } from './address-filter.ts';

/** The filter of the address, and what changes one part of it or clears it. */
export const useFilter = <Name extends string>({ filterOf, searchOf, defaults }: AddressFilter<Name>) => {
  const [search, setSearch] = useSearchParams();
  const filter: Filter<Name> = useMemo(() => filterOf(search), [filterOf, search]);
  const change = useCallback(
    (name: Name, value: string | undefined) => setSearch(searchOf(withFilter(filter, name, value))),
    [filter, searchOf, setSearch],
  );
  const clear = useCallback(() => setSearch(searchOf(defaults)), [defaults, searchOf, setSearch]);
  return { filter, change, clear };
};
