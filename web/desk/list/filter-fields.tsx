import { useQuery } from '@tanstack/react-query';
import { DatePicker, Input, Select } from 'antd';
import dayjs from 'dayjs';
import { PROVINCE } from '../../shared/division-code.ts';
import { useLanguage, useSay } from '../../shared/language.ts';
import { useWorkflow, type WordKind } from '../../shared/words.ts';
import { divisionsQuery } from '../places/division-query.ts';

interface FieldProps {
  readonly label: string;
  readonly value: string | undefined;
  readonly onChange: (value: string | undefined) => void;
}

export interface Option {
  readonly value: string;
  readonly label: string;
}

/** One part of a filter that is chosen from a list. */
export const FilterSelect = ({
  label,
  value,
  onChange,
  options,
}: FieldProps & { readonly options: readonly Option[] }) => (
  <Select
    aria-label={label}
    placeholder={label}
    allowClear
    showSearch={{ optionFilterProp: 'label' }}
    popupMatchSelectWidth={false}
    {...(value === undefined ? {} : { value })}
    onChange={(next?: string) => onChange(next)}
    options={[...options]}
  />
);

export interface OptionGroup {
  readonly label: string;
  readonly options: readonly Option[];
}

/** Chooses one more value: what is chosen stands beside it, and not in it. */
export const FilterAdder = ({
  label,
  onAdd,
  options,
  onOpen,
  finds,
}: {
  readonly label: string;
  readonly onAdd: (value: string) => void;
  readonly options: readonly (Option | OptionGroup)[];
  readonly onOpen?: () => void;
  /** Another way to find an option than by its label. */
  readonly finds?: (typed: string, value: string) => boolean;
}) => (
  <Select
    className="filter-adder"
    aria-label={label}
    placeholder={label}
    value={null}
    showSearch={
      finds === undefined
        ? { optionFilterProp: 'label' }
        : { filterOption: (typed, option) => option !== undefined && finds(typed, option.value) }
    }
    popupMatchSelectWidth={false}
    onChange={(next: string | null) => next !== null && onAdd(next)}
    onOpenChange={(isOpen) => isOpen && onOpen?.()}
    options={options as Option[]}
  />
);

/** The beginning of a day. */
export const FilterDay = ({ label, value, onChange }: FieldProps) => (
  <DatePicker
    aria-label={label}
    placeholder={label}
    value={value === undefined ? null : dayjs(value)}
    onChange={(next) => onChange(next?.startOf('day').toISOString())}
  />
);

export const FilterText = ({ label, value, onChange }: FieldProps) => (
  <Input.Search
    key={value ?? ''}
    className="filter-text"
    allowClear
    defaultValue={value ?? ''}
    maxLength={100}
    aria-label={label}
    placeholder={label}
    onSearch={(next) => onChange(next.trim())}
  />
);

/** The codes of a kind with their words, to choose from. */
export const useWordOptions = () => {
  const workflow = useWorkflow();
  const language = useLanguage();
  return (kind: WordKind): Option[] =>
    (workflow?.words[kind] ?? []).map(({ code, zh, en }) => ({
      value: code,
      label: language === 'en' ? en : zh,
    }));
};

/** Cities of the province. */
export const CitySelect = (props: Omit<FieldProps, 'label'>) => {
  const say = useSay();
  const cities = useQuery(divisionsQuery(PROVINCE));
  const options = (cities.data?.items ?? []).map(({ code, name }) => ({ value: code, label: name }));
  return <FilterSelect label={say('市', 'City')} options={options} {...props} />;
};
