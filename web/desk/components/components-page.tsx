import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button } from 'antd';
import { useState } from 'react';
import { api, take } from '../../shared/api.ts';
import { useSay } from '../../shared/language.ts';
import { useOwner } from '../../shared/me-context.ts';
import { mayDo } from '../../shared/session.ts';
import { ImportPanel } from '../import/import-panel.tsx';
import { sheetBody } from '../import/import-query.ts';
import { CitySelect, FilterText } from '../list/filter-fields.tsx';
import { Loaded } from '../list/loaded.tsx';
import { MoreButton } from '../list/more-button.tsx';
import { RowTable } from '../list/row-table.tsx';
import { useFilter } from '../list/use-filter.ts';
import { PlaceName } from '../places/place-name.tsx';
import { COMPONENT_FILTER, COMPONENTS, componentsQuery } from './component-query.ts';

/** The register of components (部件), which is kept by sheets: registered, changed and moved as a sheet has them. */
const ComponentsPage = () => {
  const say = useSay();
  const me = useOwner();
  const client = useQueryClient();
  const [isImporting, setImporting] = useState(false);
  const { filter, change, clear } = useFilter(COMPONENT_FILTER);
  const components = useInfiniteQuery(componentsQuery(filter));
  const items = components.data?.pages.flatMap((page) => page.features) ?? [];
  return (
    <main className="queue-list">
      <h1 className="unseen">{say('部件', 'Components')}</h1>
      {mayDo(me, 'component:manage') &&
        (isImporting ? (
          <ImportPanel
            title={say('导入部件', 'Import components')}
            template="component"
            send={(file, { dryRun, partial }, key) =>
              take(
                api.POST('/api/v1/components/import', {
                  params: { query: { dryRun, partial } },
                  ...sheetBody(file, dryRun ? undefined : key),
                }),
              )
            }
            onImported={() => client.invalidateQueries({ queryKey: [COMPONENTS] })}
            result={({ written, unchanged, refused }) => (
              <Alert
                role="status"
                showIcon
                type={refused.length === 0 ? 'success' : 'warning'}
                title={say(
                  `登记或更新 ${written} 个，未变 ${unchanged} 个，未接受 ${refused.length} 个。`,
                  `${written} registered or changed, ${unchanged} unchanged, ${refused.length} refused.`,
                )}
                description={refused.map(({ componentId }) => componentId).join(say('、', ', '))}
              />
            )}
            onClose={() => setImporting(false)}
          />
        ) : (
          <p className="acts above-table">
            <Button onClick={() => setImporting(true)}>{say('导入部件', 'Import components')}</Button>
          </p>
        ))}
      <search className="filters" aria-label={say('筛选', 'Filter')}>
        <FilterText
          label={say('名称、地址', 'Name, address')}
          value={filter.text}
          onChange={(text) => change('text', text)}
        />
        <CitySelect value={filter.division} onChange={(division) => change('division', division)} />
      </search>
      <Loaded of={components}>
        {items.length === 0 ? (
          <p className="state">
            {say('没有符合条件的部件。', 'No component fits.')}{' '}
            <Button onClick={clear}>{say('清除筛选', 'Clear the filter')}</Button>
          </p>
        ) : (
          <RowTable
            caption={say('符合条件的部件', 'Components that fit')}
            rows={items}
            idOf={({ id }) => id}
            columns={[
              {
                name: say('部件', 'Component'),
                cell: ({ id, properties: { name } }) => (
                  <>
                    {name}
                    <span className="second">{id}</span>
                  </>
                ),
              },
              {
                name: say('地点', 'Where'),
                cell: ({ properties: { divisionCode, address } }) => (
                  <>
                    <PlaceName code={divisionCode} />
                    <span className="second">{address}</span>
                  </>
                ),
              },
              {
                name: say('主管部门', 'In charge'),
                className: 'where',
                cell: ({ properties: { bodies } }) => bodies.inCharge.name,
              },
              {
                name: say('权属单位', 'Owner'),
                className: 'where',
                cell: ({ properties: { bodies } }) => bodies.owner?.name ?? '—',
              },
            ]}
          />
        )}
        <MoreButton of={components} />
      </Loaded>
    </main>
  );
};
export default ComponentsPage;
