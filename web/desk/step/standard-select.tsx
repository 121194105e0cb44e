import { useQuery } from '@tanstack/react-query';
import { Form, Radio } from 'antd';
import { useEffect } from 'react';
import { api, take } from '../../shared/api.ts';
import { useSay } from '../../shared/language.ts';
import { limitWords } from '../../shared/time-left.ts';
import { useWord } from '../../shared/words.ts';
import type { CaseInFull } from '../queue/case-query.ts';

interface Props {
  readonly shown: CaseInFull;
  readonly value?: string;
  readonly onChange?: (value: string) => void;
  readonly id?: string;
}

/** The conditions under which a case of this matter is filed here, each with the limit that it sets: best match first. */
export const StandardSelect = ({ shown: { caseId }, value, onChange, id }: Props) => {
  const say = useSay();
  const word = useWord();
  const form = Form.useFormInstance();
  const { data, isPending, error } = useQuery({
    queryKey: ['case', caseId, 'dispatch-suggestions'],
    queryFn: () =>
      take(api.GET('/api/v1/cases/{caseId}/dispatch-suggestions', { params: { path: { caseId } } })),
  });
  const rows = data?.rows ?? [];
  const choose = (chosen: string): void => {
    form.setFieldValue('standardId', rows.find(({ rowId }) => rowId === chosen)?.standardId);
    onChange?.(chosen);
  };
  const only = rows.length === 1 && value === undefined ? rows[0]?.rowId : undefined;
  // biome-ignore lint/correctness/useExhaustiveDependencies: chosen once, when it is known that there is but one
  useEffect(() => {
    if (only !== undefined) choose(only);
  }, [only]);
  if (isPending) return <span>{say('正在读取立案标准…', 'Loading the standards…')}</span>;
  if (error) return <span role="alert">{error.message}</span>;
  if (rows.length === 0)
    return (
      <span role="status">
        {say(
          '此类别没有适用的立案标准，请先更正类别。',
          'No standard has a condition for this category: correct the category first.',
        )}
      </span>
    );
  return (
    <Radio.Group
      {...(id === undefined ? {} : { id })}
      className="standards"
      value={value}
      onChange={({ target }) => choose(target.value as string)}
    >
      {rows.map(({ standardId, rowId, matterName, filingCondition, closingCondition, limit, limitUnit }) => (
        <Radio key={`${standardId} ${rowId}`} value={rowId}>
          {matterName}：{filingCondition}
          <strong> {limitWords(limit, limitUnit, word('limitUnits', limitUnit), say)}</strong>
          <span className="second">
            {say('结案条件：', 'Closed when: ')}
            {closingCondition}
          </span>
        </Radio>
      ))}
    </Radio.Group>
  );
};
