import { useQuery } from '@tanstack/react-query';
import { DatePicker, Input, Select } from 'antd';
import dayjs from 'dayjs';
import { api, take } from '../../shared/api.ts';
import { useLanguage, useSay } from '../../shared/language.ts';
import { useWorkflow, type WordKind } from '../../shared/words.ts';
import type { CaseFilter, FilterName } from './case-filter.ts';

interface Props {
  readonly filter: CaseFilter;
  readonly onChange: (name: FilterName, value: string | undefined) => void;
}

const useOptions = () => {
  const workflow = useWorkflow();
  const language = useLanguage();
  return (kind: WordKind) =>
    (workflow?.words[kind] ?? []).map(({ code, zh, en }) => ({
      value: code,
      label: language === 'en' ? en : zh,
    }));
};

/** What of the cases is shown, part by part. */
export const FilterBar = ({ filter, onChange }: Props) => {
  const say = useSay();
  const optionsOf = useOptions();
  const departments = useQuery({
    queryKey: ['departments'],
    queryFn: () => take(api.GET('/api/v1/departments', { params: { query: {} } })),
  });
  const divisions = useQuery({
    queryKey: ['divisions', '14'],
    queryFn: () => take(api.GET('/api/v1/divisions', { params: { query: {} } })),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const chooser = (name: FilterName, label: string, options: readonly { value: string; label: string }[]) => (
    <Select
      aria-label={label}
      placeholder={label}
      allowClear
      showSearch={{ optionFilterProp: 'label' }}
      popupMatchSelectWidth={false}
      {...(filter[name] === undefined ? {} : { value: filter[name] })}
      onChange={(value?: string) => onChange(name, value)}
      options={[...options]}
    />
  );
  const yes = [{ value: 'true', label: say('是', 'yes') }];
  const day = (name: 'reportedFrom' | 'reportedUntil', label: string) => (
    <DatePicker
      aria-label={label}
      placeholder={label}
      value={filter[name] === undefined ? null : dayjs(filter[name])}
      onChange={(value) => onChange(name, value?.startOf('day').toISOString())}
    />
  );
  return (
    <search className="filters" aria-label={say('筛选', 'Filter')}>
      <Input.Search
        key={filter.text ?? ''}
        className="filter-text"
        allowClear
        defaultValue={filter.text ?? ''}
        maxLength={100}
        aria-label={say('案件号、内容、地点', 'Number, text, place')}
        placeholder={say('案件号、内容、地点', 'Number, text, place')}
        onSearch={(value) => onChange('text', value.trim())}
      />
      {chooser('open', say('在办', 'Open'), [
        { value: 'true', label: say('在办', 'Open') },
        { value: 'false', label: say('已结束', 'Ended') },
      ])}
      {chooser('stage', say('环节', 'Stage'), optionsOf('stages'))}
      {chooser('light', say('时限', 'Light'), optionsOf('lights'))}
      {chooser('source', say('来源', 'Source'), optionsOf('sources'))}
      {chooser(
        'division',
        say('市', 'City'),
        (divisions.data?.items ?? []).map(({ code, name }) => ({ value: code, label: name })),
      )}
      {chooser(
        'department',
        say('部门', 'Department'),
        (departments.data?.items ?? []).map(({ departmentId, name }) => ({
          value: departmentId,
          label: name,
        })),
      )}
      {chooser('suspended', say('挂账', 'Suspended'), yes)}
      {day('reportedFrom', say('上报自', 'Reported from'))}
      {day('reportedUntil', say('上报至（不含）', 'Reported before'))}
      {chooser('sort', say('排序', 'Order'), [
        { value: 'dueAt', label: say('按时限', 'By time left') },
        { value: 'reportedAt', label: say('按上报时间', 'By time of report') },
        { value: 'deadline', label: say('按处置期限', 'By handling deadline') },
      ])}
    </search>
  );
};
