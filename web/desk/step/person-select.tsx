import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { api, take } from '../../shared/api.ts';
import { useSay } from '../../shared/language.ts';

interface Props {
  readonly caseId: string;
  readonly sought: 'handler' | 'gridWorker';
  readonly value?: string;
  readonly onChange?: (value: string) => void;
  readonly id?: string;
}

/** People by name, with what they have on their hands. */
export const PersonSelect = ({ caseId, sought, value, onChange, id }: Props) => {
  const say = useSay();
  const { data, isPending } = useQuery({
    queryKey: ['case', caseId, 'people', sought],
    queryFn: () =>
      take(
        api.GET('/api/v1/cases/{caseId}/people', { params: { path: { caseId }, query: { for: sought } } }),
      ),
  });
  return (
    <Select
      {...(id === undefined ? {} : { id })}
      {...(value === undefined ? {} : { value })}
      onChange={(next: string) => onChange?.(next)}
      loading={isPending}
      allowClear
      showSearch={{ optionFilterProp: 'label' }}
      options={(data?.items ?? []).map(({ userId, name, openCases, onDuty }) => ({
        value: userId,
        label: name,
        load: [
          ...(sought === 'gridWorker' ? [onDuty ? say('在岗', 'on duty') : say('未上岗', 'off duty')] : []),
          say(`在办 ${openCases} 件`, `${openCases} open`),
        ].join(say('，', ', ')),
      }))}
      optionRender={({ label, data: { load } }) => (
        <>
          {label}
          <span className="second">{load}</span>
        </>
      )}
      placeholder={say('选择人员', 'Choose a person')}
      notFoundContent={say('没有可选的人员', 'Nobody can be chosen')}
    />
  );
};
