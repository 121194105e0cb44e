import { Button, Checkbox, Popover, Select } from 'antd';
import { useSay } from '../../shared/language.ts';
import type { CaseFilter, FilterName } from './case-filter.ts';
import { CASE_COLUMNS, type CaseColumn, USUAL_COLUMNS, useCaseColumns } from './case-table.tsx';

const SIZES = ['50', '100', '200', '500'] as const;

/** The columns that the address names; the usual ones where it names none. */
export const columnsOf = ({ columns }: CaseFilter): readonly CaseColumn[] => {
  if (columns === undefined) return USUAL_COLUMNS;
  const named = columns.split(',');
  return CASE_COLUMNS.filter((column) => named.includes(column));
};

interface Props {
  readonly filter: CaseFilter;
  readonly onChange: (name: FilterName, value: string | undefined) => void;
  /** Rows that come at a time where the address names none. */
  readonly usualSize?: string;
}

/** Which columns the list has, and how many rows come at a time. */
export const ShownColumns = ({ filter, onChange, usualSize = SIZES[0] }: Props) => {
  const say = useSay();
  const columns = useCaseColumns();
  const chosen = columnsOf(filter);
  return (
    <Popover
      trigger="click"
      placement="bottomRight"
      content={
        <div className="shown-columns">
          <Checkbox.Group
            value={[...chosen]}
            onChange={(next) => onChange('columns', next.length === 0 ? 'none' : next.join(','))}
            options={CASE_COLUMNS.map((column) => ({ value: column, label: columns[column].name }))}
          />
          <Select
            aria-label={say('每次读取', 'Rows at a time')}
            value={filter.size ?? usualSize}
            onChange={(size: string) => onChange('size', size === usualSize ? undefined : size)}
            options={SIZES.map((size) => ({
              value: size,
              label: say(`每次 ${size} 件`, `${size} at a time`),
            }))}
          />
        </div>
      }
    >
      <Button>{say('列', 'Columns')}</Button>
    </Popover>
  );
};
