import { InputNumber, Select, Space } from 'antd';
import { useState } from 'react';
import { useSay } from '../../../shared/language.ts';
import { SECONDS, UNITS, type Unit, unitOf, unitWords } from './duration.ts';

interface Props {
  readonly value?: number;
  readonly onChange?: (seconds: number | undefined) => void;
  readonly id?: string;
}

/** A time in the unit in which people say it; in seconds for the rule. */
export const DurationInput = ({ value, onChange, id }: Props) => {
  const say = useSay();
  const [chosen, setUnit] = useState<Unit>();
  const unit = chosen ?? (value === undefined ? 'minute' : unitOf(value));
  return (
    <Space.Compact>
      <InputNumber
        {...(id === undefined ? {} : { id })}
        min={0}
        value={value === undefined ? null : value / SECONDS[unit]}
        onChange={(next) => onChange?.(next === null ? undefined : next * SECONDS[unit])}
      />
      <Select
        aria-label={say('单位', 'Unit')}
        value={unit}
        popupMatchSelectWidth={false}
        onChange={(next: Unit) => {
          setUnit(next);
          if (value !== undefined) onChange?.((value / SECONDS[unit]) * SECONDS[next]);
        }}
        options={UNITS.map((each) => ({ value: each, label: unitWords(each, say) }))}
      />
    </Space.Compact>
  );
};
