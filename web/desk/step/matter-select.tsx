import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useSay } from '../../shared/language.ts';
import { isMeant } from '../../shared/matter/is-meant.ts';
import { mattersQuery } from '../places/matter-query.ts';

interface Props {
  readonly value?: string;
  readonly onChange?: (value: string) => void;
  readonly id?: string;
}

/** Categories, by any of their characters or by the initials of their pinyin: `jgqs` finds 井盖缺失. */
export const MatterSelect = ({ value, onChange, id }: Props) => {
  const say = useSay();
  const { data, isPending } = useQuery(mattersQuery);
  return (
    <Select
      {...(id === undefined ? {} : { id })}
      {...(value === undefined ? {} : { value })}
      onChange={(next: string) => onChange?.(next)}
      loading={isPending}
      allowClear
      showSearch={{
        filterOption: (typed, option) => option !== undefined && isMeant(typed, option.matter),
      }}
      options={(data?.items ?? []).map((matter) => ({
        value: matter.matterCode,
        label: matter.name,
        matter,
      }))}
      optionRender={({ label, data: { matter } }) => (
        <>
          {label}
          <span className="second">{matter.majorName}</span>
        </>
      )}
      placeholder={say('名称或拼音首字母', 'Name, or initials of its pinyin')}
    />
  );
};
