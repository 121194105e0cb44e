import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { useSay } from '../../../shared/language.ts';
import { Loaded } from '../../list/loaded.tsx';
import { RowLink } from '../../list/row-link.tsx';
import { RowTable } from '../../list/row-table.tsx';
import { RuleTabs } from '../rule-tabs.tsx';
import { useMayInProvince } from '../use-may-in-province.ts';
import { StandardImport } from './standard-import.tsx';
import { standardsQuery } from './standard-query.ts';

/** The filing standards in force. */
export const StandardListPage = () => {
  const say = useSay();
  const mayManage = useMayInProvince('standard:manage');
  const [, navigate] = useLocation();
  const [isImporting, setImporting] = useState(false);
  const standards = useQuery(standardsQuery);
  const items = standards.data?.items ?? [];
  const pathOf = (standardId: string): string => `/rules/standards/${encodeURIComponent(standardId)}`;
  return (
    <main className="queue-list">
      <h1 className="unseen">{say('立案标准', 'Filing standards')}</h1>
      <RuleTabs />
      {mayManage &&
        (isImporting ? (
          <StandardImport standard={undefined} onClose={() => setImporting(false)} />
        ) : (
          <p className="acts above-table">
            <Button onClick={() => setImporting(true)}>{say('导入新标准', 'Import a new one')}</Button>
          </p>
        ))}
      <Loaded of={standards}>
        {items.length === 0 ? (
          <p className="state">{say('还没有立案标准。', 'There is no filing standard yet.')}</p>
        ) : (
          <RowTable
            caption={say('现行立案标准', 'Filing standards in force')}
            rows={items}
            idOf={({ standardId }) => standardId}
            onOpen={(standardId) => navigate(pathOf(standardId))}
            columns={[
              {
                name: say('名称', 'Name'),
                cell: ({ standardId, name, source, synthetic }) => (
                  <>
                    <RowLink path={pathOf(standardId)} onOpen={() => navigate(pathOf(standardId))}>
                      {name}
                    </RowLink>
                    {synthetic && <span className="tag">{say('示例', 'example')}</span>}
                    <span className="second">{source}</span>
                  </>
                ),
              },
              {
                name: say('分类代码', 'Codes'),
                className: 'where',
                cell: ({ codeSet }) => <span className="wrap">{codeSet}</span>,
              },
              {
                name: say('条件', 'Conditions'),
                className: 'figure-column',
                cell: ({ rows }) => say(`${rows} 条`, `${rows}`),
              },
              {
                name: say('版本', 'Version'),
                className: 'figure-column',
                cell: ({ standardVersion }) => standardVersion,
              },
            ]}
          />
        )}
      </Loaded>
    </main>
  );
};
