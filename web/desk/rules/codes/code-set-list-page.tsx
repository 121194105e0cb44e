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
import { CodeSetImport } from './code-set-import.tsx';
import { codeSetsQuery } from './code-set-query.ts';

/** The sets of category codes: several standards stand beside each other. */
export const CodeSetListPage = () => {
  const say = useSay();
  const mayManage = useMayInProvince('standard:manage');
  const [, navigate] = useLocation();
  const [isImporting, setImporting] = useState(false);
  const sets = useQuery(codeSetsQuery);
  const items = sets.data?.items ?? [];
  const pathOf = (codeSetId: string): string => `/rules/codes/${encodeURIComponent(codeSetId)}`;
  return (
    <main className="queue-list">
      <h1 className="unseen">{say('分类代码', 'Category codes')}</h1>
      <RuleTabs />
      {mayManage &&
        (isImporting ? (
          <CodeSetImport set={undefined} onClose={() => setImporting(false)} />
        ) : (
          <p className="acts above-table">
            <Button onClick={() => setImporting(true)}>{say('导入新代码集', 'Import a new set')}</Button>
          </p>
        ))}
      <Loaded of={sets}>
        {items.length === 0 ? (
          <p className="state">{say('还没有分类代码。', 'There are no category codes yet.')}</p>
        ) : (
          <RowTable
            caption={say('分类代码集', 'Sets of category codes')}
            rows={items}
            idOf={({ codeSetId }) => codeSetId}
            onOpen={(codeSetId) => navigate(pathOf(codeSetId))}
            columns={[
              {
                name: say('标准', 'Standard'),
                cell: ({ codeSetId, standard, name, partial }) => (
                  <>
                    <RowLink path={pathOf(codeSetId)} onOpen={() => navigate(pathOf(codeSetId))}>
                      {standard}
                    </RowLink>
                    {partial && <span className="tag">{say('不完整', 'in part')}</span>}
                    <span className="second">{name}</span>
                  </>
                ),
              },
              {
                name: say('实施日期', 'From'),
                className: 'limit-column',
                cell: ({ validFrom }) => validFrom ?? '—',
              },
              {
                name: say('大类', 'Classes'),
                className: 'figure-column',
                cell: ({ majors }) => majors.length,
              },
              {
                name: say('小类', 'Categories'),
                className: 'figure-column',
                cell: ({ categories }) => categories,
              },
              {
                name: say('版本', 'Version'),
                className: 'figure-column',
                cell: ({ codeSetVersion }) => codeSetVersion,
              },
            ]}
          />
        )}
      </Loaded>
    </main>
  );
};
