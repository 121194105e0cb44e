import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Checkbox, Select } from 'antd';
import { useId, useState } from 'react';
import { api, take } from '../../shared/api.ts';
import { useSay } from '../../shared/language.ts';
import { LabelledInput } from '../fields/labelled-input.tsx';
import { Problem } from '../list/problem.tsx';
import { GRIDS, type Grid } from '../places/grid-query.ts';
import { faultsIn, type GridInFull } from './area-query.ts';
import { FaultList } from './fault-list.tsx';

interface Props {
  readonly shown: GridInFull;
  readonly others: readonly Grid[];
  readonly onClose: () => void;
}

/** Retires a grid, with a reason; where cases are open another takes over. */
export const GridRetirement = ({ shown, others, onClose }: Props) => {
  const say = useSay();
  const client = useQueryClient();
  const successorField = useId();
  const [reason, setReason] = useState('');
  const [successorCode, setSuccessor] = useState<string | null>(null);
  const [mayLeaveGap, setMayLeaveGap] = useState(false);
  const gridCode = shown.grid.properties.code;
  const retire = useMutation({
    mutationFn: ({ dryRun }: { readonly dryRun: boolean }) =>
      take(
        api.POST('/api/v1/grids/{gridCode}/retirement', {
          params: { path: { gridCode } },
          body: { reason, successorCode, after: shown.version, mayLeaveGap, dryRun },
        }),
      ),
    onSuccess: async ({ dryRun }) => {
      if (dryRun) return;
      await client.invalidateQueries({ queryKey: [GRIDS] });
      onClose();
    },
  });
  const faults = retire.data?.faults ?? faultsIn(retire.error);
  const isLacking = shown.openCases > 0 && successorCode === null;
  return (
    <section className="step-form" aria-label={say('撤销网格', 'Retire the grid')}>
      <h3>{say('撤销网格', 'Retire the grid')}</h3>
      <p className="hint">
        {say(
          `编码不再使用。在办案件 ${shown.openCases} 件${shown.openCases > 0 ? '，须指定接管网格' : ''}。`,
          `Its code is not used again. Open cases: ${shown.openCases}${shown.openCases > 0 ? ', another grid has to take over' : ''}.`,
        )}
      </p>
      <LabelledInput label={say('原因', 'Reason')} value={reason} maxLength={200} onChange={setReason} />
      <label className="field-label" htmlFor={successorField}>
        {say('接管网格', 'Taken over by')}
      </label>
      <Select
        id={successorField}
        allowClear
        showSearch={{ optionFilterProp: 'label' }}
        value={successorCode}
        onChange={(next: string | undefined) => setSuccessor(next ?? null)}
        options={others.map(({ properties: { code, name } }) => ({ value: code, label: `${name} ${code}` }))}
      />
      <Checkbox checked={mayLeaveGap} onChange={(event) => setMayLeaveGap(event.target.checked)}>
        {say('允许留下空白（稍后由相邻网格补上）', 'A gap may be left, to be closed later')}
      </Checkbox>
      {faults !== undefined && <FaultList faults={faults} />}
      <Problem error={retire.error} />
      <p className="acts">
        <Button
          disabled={reason.trim() === ''}
          loading={retire.isPending}
          onClick={() => retire.mutate({ dryRun: true })}
        >
          {say('检查', 'Check')}
        </Button>
        <Button
          danger
          type="primary"
          disabled={reason.trim() === '' || isLacking}
          loading={retire.isPending}
          onClick={() => retire.mutate({ dryRun: false })}
        >
          {say('撤销', 'Retire')}
        </Button>
        <Button onClick={onClose}>{say('取消', 'Cancel')}</Button>
      </p>
    </section>
  );
};
