import { useSay } from '../../shared/language.ts';
import type { Settings } from './use-settings.ts';

/** Counties by their cities. */
export const CountySelect = ({
  id,
  divisions,
  value,
  isWrong,
  describedBy,
  onChange,
}: {
  readonly id: string;
  readonly divisions: Settings['divisions'];
  readonly value: string;
  readonly isWrong?: boolean;
  readonly describedBy?: string | undefined;
  readonly onChange: (code: string) => void;
}) => {
  const say = useSay();
  const cities = new Map<string, Settings['divisions'][number][]>();
  for (const each of divisions) cities.set(each.parentName, [...(cities.get(each.parentName) ?? []), each]);
  return (
    <select
      id={id}
      value={value}
      aria-invalid={isWrong === true}
      aria-describedby={describedBy}
      onChange={(event) => onChange(event.target.value)}
    >
      <option value="">{say('请选区县', 'Choose the county')}</option>
      {[...cities].map(([city, counties]) => (
        <optgroup key={city} label={city}>
          {counties.map(({ code, name }) => (
            <option key={code} value={code}>
              {name}
            </option>
          ))}
        </optgroup>
      ))}
    </select>
  );
};
