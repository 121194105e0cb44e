import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useEffect } from 'react';
import { api, take } from '../../shared/api.ts';
import { useSay } from '../../shared/language.ts';
import { useOwner } from '../../shared/me-context.ts';
import { mayDo } from '../../shared/session.ts';
import { departmentsQuery } from '../places/department-query.ts';
import type { CaseInFull } from '../queue/case-query.ts';

interface Props {
  readonly shown: CaseInFull;
  readonly isMultiple: boolean;
  readonly value?: string | readonly string[];
  readonly onChange?: (value: string | string[]) => void;
  readonly id?: string;
}

/** Departments: those that suit the case first, with the reason, then all others. */
export const DepartmentSelect = ({ shown, isMultiple, value, onChange, id }: Props) => {
  const { caseId } = shown;
  const say = useSay();
  const advice = useQuery({
    queryKey: ['case', caseId, 'dispatch-suggestions'],
    queryFn: () =>
      take(api.GET('/api/v1/cases/{caseId}/dispatch-suggestions', { params: { path: { caseId } } })),
  });
  const all = useQuery(departmentsQuery);
  const mayDispatch = mayDo(useOwner(), 'case:dispatch');
  const loads = useQuery({
    queryKey: ['department-loads'],
    queryFn: () => take(api.GET('/api/v1/department-loads', { params: { query: {} } })),
    enabled: mayDispatch,
  });
  const loadOf = (departmentId: unknown): string => {
    const load = loads.data?.items.find((each) => each.departmentId === departmentId);
    return load === undefined
      ? ''
      : say(
          `在办 ${load.openCases}，超期 ${load.overdueCases}`,
          `${load.openCases} open, ${load.overdueCases} overdue`,
        );
  };
  const suggested = advice.data?.suggestions ?? [];
  const best = suggested[0]?.departmentId;
  const isEmpty = value === undefined;
  // A case that nobody has yet goes to the department that suits it best, unless somebody says otherwise.
  const preselected = !isMultiple && shown.departmentId === null && isEmpty ? best : undefined;
  useEffect(() => {
    if (preselected !== undefined) onChange?.(preselected);
  }, [preselected, onChange]);
  const others = (all.data?.items ?? []).filter(
    ({ departmentId }) => !suggested.some((each) => each.departmentId === departmentId),
  );
  const reasonsOf = (departmentId: unknown): string =>
    (suggested.find((each) => each.departmentId === departmentId)?.reasons ?? [])
      .map(({ text }) => text)
      .join('；');
  const options = [
    {
      label: say('建议', 'Suggested'),
      options: suggested.map(({ departmentId, name }) => ({ value: departmentId, label: name })),
    },
    {
      label: say('其他部门', 'Others'),
      options: others.map(({ departmentId, name }) => ({ value: departmentId, label: name })),
    },
  ].filter((group) => group.options.length > 0);
  return (
    <Select
      {...(id === undefined ? {} : { id })}
      {...(isMultiple ? { mode: 'multiple' as const } : {})}
      value={value as string}
      onChange={(next: string | string[]) => onChange?.(next)}
      loading={advice.isPending || all.isPending}
      showSearch={{ optionFilterProp: 'label' }}
      options={options}
      optionRender={({ label, value: departmentId }) => (
        <>
          {label} <span className="hint">{loadOf(departmentId)}</span>
          {reasonsOf(departmentId) !== '' && <span className="second">{reasonsOf(departmentId)}</span>}
        </>
      )}
      placeholder={say('选择部门', 'Choose a department')}
    />
  );
};
