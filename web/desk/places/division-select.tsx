import { useQueryClient } from '@tanstack/react-query';
import { Cascader } from 'antd';
import { useEffect, useState } from 'react';
import { COUNTY_DIGITS, PROVINCE } from '../../shared/division-code.ts';
import { useSay } from '../../shared/language.ts';
import { divisionsQuery } from './division-query.ts';

interface Props {
  readonly value?: string;
  readonly onChange?: (value: string | undefined) => void;
  readonly id?: string;
  /** Where no label stands beside it. */
  readonly label?: string;
}

interface Division {
  readonly value: string;
  readonly label: string;
  readonly isLeaf: boolean;
  children?: Division[];
}

const LEVELS = [2, 4, 6] as const;

/** The codes from the province down to this one. */
const pathOf = (code: string): string[] =>
  LEVELS.filter((digits) => digits <= code.length).map((digits) => code.slice(0, digits));

/** The province, a city or a county. */
export const DivisionSelect = ({ value, onChange, id, label }: Props) => {
  const say = useSay();
  const client = useQueryClient();
  const [options, setOptions] = useState<Division[]>([
    { value: PROVINCE, label: say('全省', 'Province'), isLeaf: false },
  ]);
  const below = async (parent: string): Promise<Division[]> => {
    const { items } = await client.ensureQueryData(divisionsQuery(parent));
    return items.map(({ code, name }) => ({
      value: code,
      label: name,
      isLeaf: code.length >= COUNTY_DIGITS,
    }));
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, down to what is chosen at the beginning
  useEffect(() => {
    const open = async (): Promise<void> => {
      const root: Division = { value: PROVINCE, label: say('全省', 'Province'), isLeaf: false };
      let level: Division | undefined = root;
      for (const code of pathOf(value ?? PROVINCE)) {
        if (code !== PROVINCE) level = level?.children?.find((each) => each.value === code);
        if (level !== undefined && !level.isLeaf) level.children = await below(level.value);
      }
      setOptions([root]);
    };
    void open().catch(() => undefined);
  }, []);
  return (
    <Cascader
      {...(id === undefined ? {} : { id })}
      {...(label === undefined ? {} : { 'aria-label': label })}
      options={options}
      {...(value === undefined ? {} : { value: pathOf(value) })}
      changeOnSelect
      loadData={(chosen) => {
        const last = chosen[chosen.length - 1];
        if (last === undefined) return;
        void below(last.value as string).then((children) => {
          last.children = children;
          setOptions((before) => [...before]);
        });
      }}
      onChange={(path) => onChange?.(path?.[path.length - 1] as string | undefined)}
      placeholder={label ?? say('选择区划', 'Choose a division')}
    />
  );
};
