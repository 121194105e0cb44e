import './areas.css';
import { Button } from 'antd';
import { useState } from 'react';
import { PROVINCE } from '../../shared/division-code.ts';
import { useSay } from '../../shared/language.ts';
import { useOwner } from '../../shared/me-context.ts';
import { mayDo } from '../../shared/session.ts';
import { addressFilter } from '../list/address-filter.ts';
import { Loaded } from '../list/loaded.tsx';
import { RowTable } from '../list/row-table.tsx';
import { useFilter } from '../list/use-filter.ts';
import { useGridsOf } from './area-query.ts';
import { type Act, AreasPane } from './areas-pane.tsx';
import { DivisionTree } from './division-tree.tsx';

const FILTER = addressFilter(['division', 'grid'] as const, {});

/** Divisions down to the villages, and the duty grids in them: drawn, changed, retired. */
const AreasPage = () => {
  const say = useSay();
  const me = useOwner();
  const { filter, change } = useFilter(FILTER);
  const division = filter.division ?? me.assignments[0]?.divisionCode ?? PROVINCE;
  const [act, setAct] = useState<Act>();
  const grids = useGridsOf(division);
  const mayManage = mayDo(me, 'grid:manage');
  const rows = grids.data?.features ?? [];
  const close = () => setAct(undefined);
  const choose = (gridCode: string): void => {
    close();
    change('grid', gridCode);
  };
  return (
    <div className="queue areas">
      <main className="queue-list">
        <h1 className="unseen">{say('区划与网格', 'Divisions and grids')}</h1>
        <div className="areas-lists">
          <DivisionTree
            chosen={division}
            onChoose={(code) => {
              close();
              change('division', code);
            }}
          />
          <div>
            {mayManage && (
              <p className="acts above-table">
                <Button type="primary" onClick={() => setAct('draw')}>
                  {say('划定网格', 'Draw a grid')}
                </Button>
                <Button onClick={() => setAct('import')}>{say('导入', 'Import')}</Button>
              </p>
            )}
            <Loaded of={grids}>
              {rows.length === 0 ? (
                <p className="state">
                  {say(
                    '这里还没有网格。可以划定，或从文件导入。',
                    'There is no grid here yet: draw or import.',
                  )}
                </p>
              ) : (
                <RowTable
                  isShort
                  caption={say('网格', 'Grids')}
                  rows={rows}
                  idOf={({ properties }) => properties.code}
                  currentId={filter.grid}
                  onCurrent={choose}
                  columns={[
                    {
                      name: say('网格', 'Grid'),
                      cell: ({ properties: { code, name } }) => (
                        <>
                          <button type="button" className="row-button" onClick={() => choose(code)}>
                            {name}
                          </button>
                          <span className="second">{code}</span>
                        </>
                      ),
                    },
                    {
                      name: say('网格员', 'Worker'),
                      className: 'stage-column',
                      cell: ({ properties: { workerId } }) =>
                        workerId === null ? say('未指定', 'None') : say('已指定', 'Named'),
                    },
                  ]}
                />
              )}
            </Loaded>
          </div>
        </div>
      </main>
      <aside className="pane" aria-label={say('当前网格', 'Current grid')}>
        <AreasPane
          act={act}
          division={division}
          gridCode={filter.grid}
          standing={rows}
          onSaved={choose}
          onClose={close}
        />
      </aside>
    </div>
  );
};
export default AreasPage;
