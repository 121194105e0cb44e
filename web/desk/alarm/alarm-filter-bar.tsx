import { useQuery } from '@tanstack/react-query';
import { useSay } from '../../shared/language.ts';
import { CitySelect, FilterDay, FilterSelect, useWordOptions } from '../list/filter-fields.tsx';
import { type AlarmFilter, type AlarmFilterName, rulesQuery } from './alarm-query.ts';
import { DeviceSelect } from './device-select.tsx';

interface Props {
  readonly filter: AlarmFilter;
  readonly onChange: (name: AlarmFilterName, value: string | undefined) => void;
}

/** What of the alarms is shown, part by part. */
export const AlarmFilterBar = ({ filter, onChange }: Props) => {
  const say = useSay();
  const optionsOf = useWordOptions();
  const rules = useQuery(rulesQuery);
  const part = (name: AlarmFilterName) => ({
    value: filter[name],
    onChange: (value: string | undefined) => onChange(name, value),
  });
  return (
    <search className="filters" aria-label={say('筛选', 'Filter')}>
      <FilterSelect
        label={say('状态', 'State')}
        options={[
          { value: 'active', label: say('未解除', 'Active') },
          { value: 'cleared', label: say('已解除', 'Cleared') },
        ]}
        {...part('state')}
      />
      <FilterSelect label={say('级别', 'Level')} options={optionsOf('severities')} {...part('severity')} />
      <FilterSelect
        label={say('确认', 'Acknowledged')}
        options={[
          { value: 'false', label: say('未确认', 'not acknowledged') },
          { value: 'true', label: say('已确认', 'acknowledged') },
        ]}
        {...part('acknowledged')}
      />
      <FilterSelect
        label={say('规则', 'Rule')}
        options={(rules.data?.items ?? []).map(({ ruleId, name }) => ({ value: ruleId, label: name }))}
        {...part('rule')}
      />
      <CitySelect {...part('division')} />
      <DeviceSelect {...part('device')} />
      <FilterSelect
        label={say('风暴', 'Storm')}
        options={[
          { value: 'none', label: say('不含风暴中的', 'without those of storms') },
          ...(filter.storm === undefined || filter.storm === 'none'
            ? []
            : [{ value: filter.storm, label: say('此风暴', 'this storm') }]),
        ]}
        {...part('storm')}
      />
      <FilterDay label={say('自', 'From')} {...part('from')} />
      <FilterDay label={say('至（不含）', 'Before')} {...part('to')} />
      <FilterSelect
        label={say('排序', 'Order')}
        options={[
          { value: 'latest', label: say('最新在前', 'Latest first') },
          { value: 'severity', label: say('最重在前', 'Most serious first') },
        ]}
        {...part('sort')}
      />
    </search>
  );
};
