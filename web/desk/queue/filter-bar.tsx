import { useSay } from '../../shared/language.ts';
import { isMeant } from '../../shared/matter/is-meant.ts';
import { useOwner } from '../../shared/me-context.ts';
import { partsOf, withOneMore, withoutOne } from '../list/address-filter.ts';
import { FilterChips } from '../list/filter-chips.tsx';
import { FilterAdder, FilterDay, FilterSelect, FilterText, useWordOptions } from '../list/filter-fields.tsx';
import { useDepartments } from '../places/department-query.ts';
import { DivisionSelect } from '../places/division-select.tsx';
import { useMatters } from '../places/matter-query.ts';
import { CASE_SORTS, type CaseFilter, type FilterName, NO_CONDITION, SEVERAL } from './case-filter.ts';
import { useFilterWords } from './filter-words.tsx';
import { useGrids } from './use-grids.ts';

interface Props {
  readonly filter: CaseFilter;
  readonly onChange: (name: FilterName, value: string | undefined) => void;
  readonly onClear: () => void;
  /** Parts that the list decides itself. */
  readonly without?: ReadonlySet<FilterName>;
  readonly sorts?: readonly string[];
}

const NONE: ReadonlySet<FilterName> = new Set();

/** What of the cases is shown, part by part. */
export const FilterBar = ({ filter, onChange, onClear, without = NONE, sorts = CASE_SORTS }: Props) => {
  const say = useSay();
  const me = useOwner();
  const optionsOf = useWordOptions();
  const { nameOf, labelOf, meaningOf } = useFilterWords(filter);
  const matters = useMatters();
  const departments = useDepartments();
  const grids = useGrids(filter.division) ?? [];
  const add = (name: FilterName, value: string): void =>
    onChange(name, SEVERAL.has(name) ? withOneMore(filter[name], value) : value);
  const adder = (name: FilterName, options: Parameters<typeof FilterAdder>[0]['options']) => (
    <FilterAdder label={labelOf(name)} options={options} onAdd={(value) => add(name, value)} />
  );
  const own = new Set(me.assignments.map(({ departmentId }) => departmentId));
  const ownFirst = [...departments].sort(
    (a, b) => Number(own.has(b.departmentId)) - Number(own.has(a.departmentId)),
  );
  const prefixed = (name: FilterName, options: ReturnType<typeof optionsOf>) =>
    options.map(({ value, label }) => ({ value: `${name} ${value}`, label }));
  return (
    <search aria-label={say('筛选', 'Filter')}>
      <div className="filters">
        <FilterText
          label={say('案件号、内容、地点', 'Number, text, place')}
          value={filter.text}
          onChange={(text) => onChange('text', text)}
        />
        {!without.has('stage') && adder('stage', optionsOf('stages'))}
        {!without.has('light') && adder('light', optionsOf('lights'))}
        <DivisionSelect
          key={filter.division ?? ''}
          label={labelOf('division')}
          {...(filter.division === undefined ? {} : { value: filter.division })}
          onChange={(division) => onChange('division', division)}
        />
        {grids.length > 0 &&
          adder(
            'grid',
            grids.map(({ code, name }) => ({ value: code, label: name })),
          )}
        <FilterAdder
          label={labelOf('matter')}
          options={matters.map(({ matterCode, name }) => ({ value: matterCode, label: name }))}
          onAdd={(value) => add('matter', value)}
          finds={(typed, value) => {
            const matter = matters.find(({ matterCode }) => matterCode === value);
            return matter !== undefined && isMeant(typed, matter);
          }}
        />
        {adder('source', optionsOf('sources'))}
        {adder(
          'department',
          ownFirst.map(({ departmentId, name }) => ({ value: departmentId, label: name })),
        )}
        <FilterAdder
          label={labelOf('flag')}
          options={[
            {
              label: say('现在', 'Now'),
              options: [
                { value: 'urgent true', label: labelOf('urgent') },
                { value: 'overdue true', label: labelOf('overdue') },
                { value: 'suspended true', label: labelOf('suspended') },
                { value: 'mine true', label: labelOf('mine') },
                { value: 'possibleDuplicate true', label: labelOf('possibleDuplicate') },
              ].filter(({ value }) => !without.has(value.split(' ')[0] as FilterName)),
            },
            ...(without.has('openItem')
              ? []
              : [{ label: labelOf('openItem'), options: prefixed('openItem', optionsOf('openItems')) }]),
            {
              label: say('有过', 'At some time'),
              options: prefixed('flag', optionsOf('caseFlags')),
            },
          ]}
          onAdd={(chosen) => {
            const [name, value] = chosen.split(' ') as [FilterName, string];
            add(name, value);
          }}
        />
        {!without.has('open') && (
          <FilterAdder
            label={labelOf('open')}
            options={[
              { value: 'true', label: say('在办', 'Open') },
              { value: 'false', label: say('已结束', 'Ended') },
            ]}
            onAdd={(value) => add('open', value)}
          />
        )}
        <FilterDay
          label={labelOf('reportedFrom')}
          value={filter.reportedFrom}
          onChange={(value) => onChange('reportedFrom', value)}
        />
        <FilterDay
          label={labelOf('reportedUntil')}
          value={filter.reportedUntil}
          onChange={(value) => onChange('reportedUntil', value)}
        />
        <FilterSelect
          label={labelOf('sort')}
          value={filter.sort}
          onChange={(value) => onChange('sort', value)}
          options={[
            { value: 'dueAt', label: say('按时限', 'By time left') },
            { value: 'reportedAt', label: say('按上报时间', 'By time of report') },
            { value: 'deadline', label: say('按处置期限', 'By handling deadline') },
          ].filter(({ value }) => sorts.includes(value))}
        />
      </div>
      <FilterChips
        chips={partsOf(filter, SEVERAL)
          .filter(({ name }) => !NO_CONDITION.has(name) && !without.has(name))
          .map(({ name, value }) => ({
            key: `${name} ${value}`,
            name: nameOf(name),
            value: meaningOf(name, value),
            onRemove: () => onChange(name, SEVERAL.has(name) ? withoutOne(filter[name], value) : undefined),
          }))}
        onClear={onClear}
      />
    </search>
  );
};
