import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { api, take } from '../../../shared/api.ts';
import { useSay } from '../../../shared/language.ts';
import { useNow } from '../../../shared/now.ts';
import { exactMoment, limitWords, momentWords } from '../../../shared/time-left.ts';
import { useWord } from '../../../shared/words.ts';
import { FilterText } from '../../list/filter-fields.tsx';
import { Loaded } from '../../list/loaded.tsx';
import { MoreButton } from '../../list/more-button.tsx';
import { type Column, RowTable } from '../../list/row-table.tsx';
import { useFilter } from '../../list/use-filter.ts';
import { RuleTabs } from '../rule-tabs.tsx';
import { useMayInProvince } from '../use-may-in-province.ts';
import { Versions } from '../versions.tsx';
import { StandardImport } from './standard-import.tsx';
import {
  type FilingRow,
  filingRowsQuery,
  STANDARD_FILTER,
  STANDARDS,
  standardsQuery,
  standardVersionsQuery,
} from './standard-query.ts';

/** One standard: its conditions with their limits, in the version in force or a former one, and its versions. */
export const StandardPage = ({ standardId }: { readonly standardId: string }) => {
  const say = useSay();
  const word = useWord();
  const now = useNow();
  const [isImporting, setImporting] = useState(false);
  const { filter, change } = useFilter(STANDARD_FILTER);
  const standards = useQuery(standardsQuery);
  const versions = useQuery(standardVersionsQuery(standardId));
  const rows = useInfiniteQuery(filingRowsQuery(standardId, filter));
  const standard = standards.data?.items.find((each) => each.standardId === standardId);
  const mayManage = useMayInProvince('standard:manage');
  const shown =
    versions.data?.items.find(({ standardVersion }) => String(standardVersion) === filter.version) ??
    versions.data?.items[0];
  const isFormer = shown !== undefined && shown.standardVersion !== versions.data?.items[0]?.standardVersion;
  const items = rows.data?.pages.flatMap((page) => page.items) ?? [];
  const columns: readonly Column<FilingRow>[] = [
    {
      name: say('类别', 'Category'),
      className: 'where',
      cell: ({ minorName, majorName, kind, majorCode, minorCode }) => (
        <>
          <span className="wrap">{minorName}</span>
          <span className="second wrap">
            {word('categoryKinds', kind)} · {majorName} {majorCode}
            {minorCode}
          </span>
        </>
      ),
    },
    {
      name: say('立案条件', 'Filed when'),
      cell: ({ filingCondition, closingCondition }) => (
        <>
          <span className="wrap">{filingCondition}</span>
          {closingCondition !== '' && (
            <span className="second wrap">
              {say('结案：', 'Closed: ')}
              {closingCondition}
            </span>
          )}
        </>
      ),
    },
    {
      name: say('处置时限', 'Limit'),
      className: 'limit-column',
      cell: ({ limit, limitUnit }) => limitWords(limit, limitUnit, word('limitUnits', limitUnit), say),
    },
    {
      name: say('责任主体', 'Responsible'),
      className: 'where',
      cell: ({ responsibleBodies, supervisingBodies }) => (
        <>
          <span className="wrap">{responsibleBodies.join(say('、', ', ')) || '—'}</span>
          {supervisingBodies.length > 0 && (
            <span className="second wrap">
              {say('监管：', 'Supervised by ')}
              {supervisingBodies.join(say('、', ', '))}
            </span>
          )}
        </>
      ),
    },
  ];
  return (
    <main className="queue-list">
      <RuleTabs />
      <Loaded of={standards}>
        {standard === undefined ? (
          <p className="state">{say('没有这个立案标准。', 'There is no such filing standard.')}</p>
        ) : (
          <>
            <header className="rule-head">
              <div>
                <h2>{shown?.name ?? standard.name}</h2>
                <p>
                  {shown !== undefined && (
                    <>
                      {say(`第 ${shown.standardVersion} 版，`, `Version ${shown.standardVersion}, `)}
                      <time dateTime={shown.publishedAt} title={exactMoment(shown.publishedAt)}>
                        {say(
                          `${momentWords(Date.parse(shown.publishedAt), now, say)} 起生效`,
                          `in force since ${momentWords(Date.parse(shown.publishedAt), now, say)}`,
                        )}
                      </time>
                      {isFormer && say('，已被后来的版本代替', ', replaced by a later one')}
                    </>
                  )}
                </p>
                <p>{shown?.source ?? standard.source}</p>
              </div>
              <p className="acts">
                {isFormer && (
                  <Button onClick={() => change('version', undefined)}>
                    {say('看现行版本', 'The version in force')}
                  </Button>
                )}
                {mayManage && !isImporting && (
                  <Button onClick={() => setImporting(true)}>
                    {say('导入新版本', 'Import the next version')}
                  </Button>
                )}
              </p>
            </header>
            {isImporting && <StandardImport standard={standard} onClose={() => setImporting(false)} />}
            <search className="filters" aria-label={say('筛选', 'Filter')}>
              <FilterText
                label={say('类别、条件、代码', 'Category, condition, code')}
                value={filter.text}
                onChange={(text) => change('text', text)}
              />
            </search>
            <Loaded of={rows}>
              {items.length === 0 ? (
                <p className="state">{say('没有符合条件的立案条件。', 'No condition fits.')}</p>
              ) : (
                <RowTable
                  caption={say('立案条件', 'Filing conditions')}
                  columns={columns}
                  rows={items}
                  idOf={({ rowId }) => rowId}
                />
              )}
              <MoreButton of={rows} />
            </Loaded>
            <Versions
              of={versions}
              versions={(versions.data?.items ?? []).map(
                ({ standardVersion, rows, source, ...published }) => ({
                  ...published,
                  version: standardVersion,
                  about: say(`${rows} 条；${source}`, `${rows} conditions; ${source}`),
                }),
              )}
              mayManage={mayManage}
              onShow={(version) => change('version', String(version))}
              reinstate={(version) =>
                take(
                  api.POST('/api/v1/filing-standards/{standardId}/versions/{version}/reinstatement', {
                    params: { path: { standardId, version } },
                  }),
                )
              }
              queryKeys={[[STANDARDS]]}
            />
          </>
        )}
      </Loaded>
    </main>
  );
};
