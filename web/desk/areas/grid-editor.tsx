import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Checkbox, Select } from 'antd';
import { useCallback, useId, useMemo, useState } from 'react';
import { api, take } from '../../shared/api.ts';
import { COUNTY_DIGITS } from '../../shared/division-code.ts';
import { useSay } from '../../shared/language.ts';
import { LabelledInput } from '../fields/labelled-input.tsx';
import { Problem } from '../list/problem.tsx';
import type { Mark, Point } from '../map/map-view.tsx';
import { GRIDS, type Grid } from '../places/grid-query.ts';
import { faultsIn, type GridInFull } from './area-query.ts';
import { CornerList } from './corner-list.tsx';
import { areaOf, type Corner, cornersOf, newCorner, withCorner } from './corners.ts';
import { FaultList } from './fault-list.tsx';
import { GridMap } from './grid-map.tsx';

interface Props {
  /** Absent for a new one. */
  readonly shown: GridInFull | undefined;
  readonly division: string;
  readonly standing: readonly Grid[];
  readonly onSaved: (gridCode: string) => void;
  readonly onClose: () => void;
}

interface Sent {
  readonly dryRun: boolean;
  readonly of: string;
}

/** Draws a grid or changes one: what is checked is what is saved. */
export const GridEditor = ({ shown, division, standing, onSaved, onClose }: Props) => {
  const say = useSay();
  const client = useQueryClient();
  const workerField = useId();
  const before = shown?.grid.geometry;
  const [code, setCode] = useState(shown?.grid.properties.code ?? '');
  const [name, setName] = useState(shown?.grid.properties.name ?? '');
  const [workerId, setWorkerId] = useState(shown?.grid.properties.workerId ?? null);
  const [corners, setCorners] = useState((): readonly Corner[] => cornersOf(before).map(newCorner));
  const [currentId, setCurrent] = useState<string>();
  const [mayLeaveGap, setMayLeaveGap] = useState(false);
  const divisionCode = shown?.grid.properties.divisionCode ?? division;
  const geometry = useMemo(() => areaOf(corners, before), [corners, before]);
  const of = JSON.stringify([code, name, workerId, geometry, mayLeaveGap]);
  const send = useMutation({
    mutationFn: ({ dryRun }: Sent) => {
      const body = { name, divisionCode, geometry: geometry!, workerId, mayLeaveGap, dryRun };
      return shown === undefined
        ? take(api.POST('/api/v1/grids', { body: { code, ...body } }))
        : take(
            api.PUT('/api/v1/grids/{gridCode}', {
              params: { path: { gridCode: code } },
              body: { ...body, after: shown.version },
            }),
          );
    },
    onSuccess: async ({ dryRun, gridCode }) => {
      if (dryRun) return;
      await client.invalidateQueries({ queryKey: [GRIDS] });
      onSaved(gridCode);
    },
  });
  const isCurrent = send.variables?.of === of;
  const faults = isCurrent ? (send.data?.faults ?? faultsIn(send.error)) : undefined;
  const isBlocked = faults?.some(({ blocking }) => blocking) === true;
  const isReady = code.trim() !== '' && name.trim() !== '' && geometry !== undefined;
  const others = useMemo(() => standing.filter((each) => each.properties.code !== code), [standing, code]);
  const onPick = useCallback((point: Point) => setCorners((known) => [...known, newCorner(point)]), []);
  const marks = useMemo(
    (): readonly Mark[] => [
      ...corners.map((corner, n) => ({
        ...corner,
        sign: String(n + 1),
        className: corner.id === currentId ? 'corner-mark corner-mark-current' : 'corner-mark',
        words: String(n + 1),
        onMoved: (point: Point) => setCorners((known) => withCorner(known, n, point)),
      })),
      ...(faults ?? []).flatMap(({ at }, n) =>
        at === null ? [] : [{ ...at, id: `fault ${n}`, sign: '✕', className: 'clock-light-red', words: '✕' }],
      ),
    ],
    [corners, currentId, faults],
  );
  return (
    <section className="step-form" aria-label={shown === undefined ? say('划定网格', 'Draw a grid') : name}>
      <GridMap
        division={division.slice(0, COUNTY_DIGITS)}
        standing={others}
        draft={geometry}
        focus={before}
        faults={faults}
        marks={marks}
        onPick={onPick}
      />
      {shown === undefined && (
        <LabelledInput
          label={say('网格编码', 'Code')}
          value={code}
          maxLength={32}
          placeholder={say('村（社区）12 位代码 + 3 或 4 位', '12 digits of the village, then 3 or 4')}
          onChange={setCode}
        />
      )}
      <LabelledInput label={say('网格名称', 'Name')} value={name} maxLength={100} onChange={setName} />
      {shown !== undefined && (
        <>
          <label className="field-label" htmlFor={workerField}>
            {say('网格员', 'Grid worker')}
          </label>
          <Select
            id={workerField}
            allowClear
            value={workerId}
            onChange={(next: string | undefined) => setWorkerId(next ?? null)}
            options={shown.caretakers.map((person) => ({ value: person.userId, label: person.name }))}
            notFoundContent={say('本区划没有网格员', 'There is no grid worker here')}
          />
        </>
      )}
      <CornerList corners={corners} currentId={currentId} onCurrent={setCurrent} onChange={setCorners} />
      {faults !== undefined && <FaultList faults={faults} />}
      {isCurrent && <Problem error={send.error} />}
      <Checkbox checked={mayLeaveGap} onChange={(event) => setMayLeaveGap(event.target.checked)}>
        {say('允许留下空白（稍后由相邻网格补上）', 'A gap may be left, to be closed later')}
      </Checkbox>
      <p className="acts">
        <Button
          disabled={!isReady}
          loading={send.isPending}
          onClick={() => send.mutate({ dryRun: true, of })}
        >
          {say('检查', 'Check')}
        </Button>
        <Button
          type="primary"
          disabled={!isReady || !isCurrent || isBlocked || send.data?.dryRun !== true}
          loading={send.isPending}
          onClick={() => send.mutate({ dryRun: false, of })}
        >
          {say('保存', 'Save')}
        </Button>
        <Button onClick={onClose}>{say('取消', 'Cancel')}</Button>
      </p>
    </section>
  );
};
