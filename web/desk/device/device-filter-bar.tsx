import { useSay } from '../../shared/language.ts';
import { CitySelect, FilterSelect, FilterText, useWordOptions } from '../list/filter-fields.tsx';
import { type DeviceFilter, type DeviceFilterName, useModels } from './device-query.ts';
import { useFamilies } from './use-families.ts';

interface Props {
  readonly filter: DeviceFilter;
  readonly onChange: (name: DeviceFilterName, value: string | undefined) => void;
}

export const DeviceFilterBar = ({ filter, onChange }: Props) => {
  const say = useSay();
  const models = useModels();
  const families = useFamilies();
  const ofFamily = models.filter(({ family }) => filter.family === undefined || family === filter.family);
  const optionsOf = useWordOptions();
  const part = (name: DeviceFilterName) => ({
    value: filter[name],
    onChange: (value: string | undefined) => onChange(name, value),
  });
  return (
    <search className="filters" aria-label={say('筛选', 'Filter')}>
      <FilterText label={say('名称、编号', 'Name, id')} {...part('text')} />
      <FilterSelect
        label={say('类别', 'Family')}
        options={families.map(({ family, name }) => ({ value: family, label: name }))}
        {...part('family')}
      />
      <FilterSelect
        label={say('型号', 'Model')}
        options={ofFamily.map(({ modelId, name }) => ({ value: modelId, label: name }))}
        {...part('model')}
      />
      <FilterSelect label={say('在线', 'Presence')} options={optionsOf('presence')} {...part('presence')} />
      <FilterSelect
        label={say('状态', 'State')}
        options={[
          { value: 'active', label: say('在用', 'In use') },
          { value: 'retired', label: say('已停用', 'Retired') },
        ]}
        {...part('status')}
      />
      <CitySelect {...part('division')} />
    </search>
  );
};
