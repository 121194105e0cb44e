import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useMemo, useState } from 'react';
import { api, take } from '../../../shared/api.ts';
import { useSay } from '../../../shared/language.ts';
import { useWord } from '../../../shared/words.ts';
import { FilterSelect, FilterText, useWordOptions } from '../../list/filter-fields.tsx';
import { KeysFoot } from '../../list/keys-foot.tsx';
import { Loaded } from '../../list/loaded.tsx';
import { MoreButton } from '../../list/more-button.tsx';
import { type Column, RowTable } from '../../list/row-table.tsx';
import { useCurrent } from '../../list/use-current.ts';
import { useFilter } from '../../list/use-filter.ts';
import { useRowKeys } from '../../list/use-row-keys.ts';
import { RuleTabs } from '../rule-tabs.tsx';
import { useMayInProvince } from '../use-may-in-province.ts';
import { Versions } from '../versions.tsx';
import { CodeSetImport } from './code-set-import.tsx';
import {
  type Category,
  CODE_FILTER,
  CODE_SETS,
  categoriesQuery,
  codeSetsQuery,
  codeSetVersionsQuery,
} from './code-set-query.ts';
import { CrosswalkPane } from './crosswalk-pane.tsx';

const idOf = ({ kind, code }: Category): string => `${kind} ${code}`;

/** One set of codes by kind and class, with what the current one is in the other standards. */
export const CodeSetPage = ({ codeSetId }: { readonly codeSetId: string }) => {
  const say = useSay();
  const word = useWord();
  const optionsOf = useWordOptions();
  const [isImporting, setImporting] = useState(false);
  const { filter, change, clear } = useFilter(CODE_FILTER);
  const sets = useQuery(codeSetsQuery);
  const versions = useQuery(codeSetVersionsQuery(codeSetId));
  const categories = useInfiniteQuery(categoriesQuery(codeSetId, filter));
  const items = useMemo(() => categories.data?.pages.flatMap((page) => page.items) ?? [], [categories.data]);
  const ids = useMemo(() => items.map(idOf), [items]);
  const { currentId, onCurrent } = useCurrent(ids);
  const current = items.find((each) => idOf(each) === currentId);
  useRowKeys({ ids, currentId, onCurrent, onOpen: onCurrent });
  const set = sets.data?.items.find((each) => each.codeSetId === codeSetId);
  const mayManage = useMayInProvince('standard:manage');
  const majors = (set?.majors ?? []).filter(({ kind }) => filter.kind === undefined || kind === filter.kind);
  const columns: readonly Column<Category>[] = [
    { name: say('代码', 'Code'), className: 'figure-column', cell: ({ code }) => code },
    { name: say('小类', 'Category'), cell: ({ name }) => <span className="wrap">{name}</span> },
    {
      name: say('大类', 'Class'),
      className: 'where',
      cell: ({ majorCode, majorName }) => `${majorCode} ${majorName ?? ''}`,
    },
    {
      name: say('类别', 'Kind'),
      className: 'figure-column',
      cell: ({ kind }) => word('categoryKinds', kind),
    },
  ];
  return (
    <div className="queue">
      <main className="queue-list">
        <RuleTabs />
        <Loaded of={sets}>
          {set === undefined ? (
            <p className="state">{say('没有这个分类代码集。', 'There is no such set of codes.')}</p>
          ) : (
            <>
              <header className="rule-head">
                <div>
                  <h2>{set.standard}</h2>
                  <p>
                    {set.name}
                    {set.validFrom !== null && say(`，${set.validFrom} 起实施`, `, from ${set.validFrom}`)}
                  </p>
                  {set.partial && (
                    <p>
                      {say('不完整：', 'In part: ')}
                      {set.note}
                    </p>
                  )}
                </div>
                {mayManage && !isImporting && (
                  <Button onClick={() => setImporting(true)}>
                    {say('导入新版本', 'Import the next version')}
                  </Button>
                )}
              </header>
              {isImporting && <CodeSetImport set={set} onClose={() => setImporting(false)} />}
              <search className="filters" aria-label={say('筛选', 'Filter')}>
                <FilterText
                  label={say('名称、代码', 'Name, code')}
                  value={filter.text}
                  onChange={(text) => change('text', text)}
                />
                <FilterSelect
                  label={say('类别', 'Kind')}
                  options={optionsOf('categoryKinds')}
                  value={filter.kind}
                  onChange={(kind) => change('kind', kind)}
                />
                <FilterSelect
                  label={say('大类', 'Class')}
                  options={[
                    ...new Map(
                      majors.map(({ kind, majorCode, name }) => [
                        majorCode,
                        {
                          value: majorCode,
                          label:
                            filter.kind === undefined
                              ? `${majorCode} ${name}（${word('categoryKinds', kind)}）`
                              : `${majorCode} ${name}`,
                        },
                      ]),
                    ).values(),
                  ]}
                  value={filter.major}
                  onChange={(major) => change('major', major)}
                />
              </search>
              <Loaded of={categories}>
                {items.length === 0 ? (
                  <p className="state">
                    {say('没有符合条件的代码。', 'No code fits.')}{' '}
                    <Button onClick={clear}>{say('清除筛选', 'Clear the filter')}</Button>
                  </p>
                ) : (
                  <RowTable
                    isShort
                    caption={say('小类，按代码', 'Categories by code')}
                    columns={columns}
                    rows={items}
                    idOf={idOf}
                    currentId={currentId}
                    onCurrent={onCurrent}
                  />
                )}
                <MoreButton of={categories} />
              </Loaded>
              <Versions
                of={versions}
                versions={(versions.data?.items ?? []).map(
                  ({ codeSetVersion, categories: count, source, ...published }) => ({
                    ...published,
                    version: codeSetVersion,
                    about: say(`${count} 个小类；${source}`, `${count} categories; ${source}`),
                  }),
                )}
                mayManage={mayManage}
                reinstate={(version) =>
                  take(
                    api.POST('/api/v1/code-sets/{codeSetId}/versions/{version}/reinstatement', {
                      params: { path: { codeSetId, version } },
                    }),
                  )
                }
                queryKeys={[[CODE_SETS]]}
              />
              <KeysFoot canTick={false} />
            </>
          )}
        </Loaded>
      </main>
      <aside className="pane" aria-label={say('当前代码', 'Current code')}>
        {current !== undefined && <CrosswalkPane codeSetId={codeSetId} category={current} />}
      </aside>
    </div>
  );
};
