import { Button } from 'antd';
import { useState } from 'react';
import { useSay } from '../../shared/language.ts';
import type { FilterName } from './case-filter.ts';
import { FilterBar } from './filter-bar.tsx';
import { ShownColumns } from './shown-columns.tsx';
import type { TabFilter } from './use-tab-filter.ts';

interface Props {
  readonly of: TabFilter;
  readonly without: ReadonlySet<FilterName>;
  readonly sorts: readonly string[];
  readonly usualSize?: string;
}

/** The filter of a tab, closed until it is asked for or there is one. */
export const TabFilterBar = ({
  of: { filter, isNarrowed, change, clear },
  without,
  sorts,
  ...rest
}: Props) => {
  const say = useSay();
  const [isAsked, setAsked] = useState(false);
  const isOpen = isAsked || isNarrowed;
  return (
    <>
      <div className="list-acts">
        <Button aria-expanded={isOpen} disabled={isNarrowed} onClick={() => setAsked(!isAsked)}>
          {say('筛选', 'Filter')}
        </Button>
        <ShownColumns filter={filter} onChange={change} {...rest} />
      </div>
      {isOpen && (
        <FilterBar filter={filter} onChange={change} onClear={clear} without={without} sorts={sorts} />
      )}
    </>
  );
};
