import { useQuery } from '@tanstack/react-query';
import { api, take } from '../../shared/api.ts';
import { useSay } from '../../shared/language.ts';
import {
  CitySelect,
  FilterDay,
  FilterSelect,
  FilterText,
  type Option,
  useWordOptions,
} from '../list/filter-fields.tsx';
import type { CaseFilter, FilterName } from './case-filter.ts';

interface Props {
  readonly filter: CaseFilter;
  readonly onChange: (name: FilterName, value: string | undefined) => void;
}

/** What of the cases is shown, part by part. */
export const FilterBar = ({ filter, onChange }: Props) => {
  const say = useSay();
  const optionsOf = useWordOptions();
  const departments = useQuery({
    queryKey: ['departments'],
    queryFn: () => take(api.GET('/api/v1/departments', { params: { query: {} } })),
  });
  const part = (name: FilterName) => ({
    value: filter[name],
    onChange: (value: string | undefined) => onChange(name, value),
  });
  const chooser = (name: FilterName, label: string, options: readonly Option[]) => (
    <FilterSelect label={label} options={options} {...part(name)} />
  );
  return (
    <search className="filters" aria-label={say('筛选', 'Filter')}>
      <FilterText label={say('案件号、内容、地点', 'Number, text, place')} {...part('text')} />
      {chooser('open', say('在办', 'Open'), [
        { value: 'true', label: say('在办', 'Open') },
        { value: 'false', label: say('已结束', 'Ended') },
      ])}
      {chooser('stage', say('环节', 'Stage'), optionsOf('stages'))}
      {chooser('light', say('时限', 'Light'), optionsOf('lights'))}
      {chooser('source', say('来源', 'Source'), optionsOf('sources'))}
      <CitySelect {...part('division')} />
      {chooser(
        'department',
        say('部门', 'Department'),
        (departments.data?.items ?? []).map(({ departmentId, name }) => ({
          value: departmentId,
          label: name,
        })),
      )}
      {chooser('suspended', say('挂账', 'Suspended'), [{ value: 'true', label: say('是', 'yes') }])}
      <FilterDay label={say('上报自', 'Reported from')} {...part('reportedFrom')} />
      <FilterDay label={say('上报至（不含）', 'Reported before')} {...part('reportedUntil')} />
      {chooser('sort', say('排序', 'Order'), [
        { value: 'dueAt', label: say('按时限', 'By time left') },
        { value: 'reportedAt', label: say('按上报时间', 'By time of report') },
        { value: 'deadline', label: say('按处置期限', 'By handling deadline') },
      ])}
    </search>
  );
};
