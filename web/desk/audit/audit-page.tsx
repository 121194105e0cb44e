import { infiniteQueryOptions, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useMemo } from 'react';
import { api, type Schemas, take } from '../../shared/api.ts';
import { useLanguage, useSay } from '../../shared/language.ts';
import { useOwner } from '../../shared/me-context.ts';
import { mayDo } from '../../shared/session.ts';
import { exactMoment } from '../../shared/time-left.ts';
import { useWord } from '../../shared/words.ts';
import { addressFilter, type Filter } from '../list/address-filter.ts';
import { FilterDay, FilterSelect, FilterText, useWordOptions } from '../list/filter-fields.tsx';
import { Loaded } from '../list/loaded.tsx';
import { MoreButton } from '../list/more-button.tsx';
import { pageAt, paged } from '../list/paged.ts';
import { type Column, RowTable } from '../list/row-table.tsx';
import { useFilter } from '../list/use-filter.ts';
import { usersQuery } from '../people/people-query.ts';

type Entry = Schemas['AuditEntry'];

const FILTER_NAMES = ['actor', 'action', 'outcome', 'objectId', 'from', 'to'] as const;
type AuditFilter = Filter<(typeof FILTER_NAMES)[number]>;
const AUDIT_FILTER = addressFilter(FILTER_NAMES, {});

const auditQuery = (filter: AuditFilter) =>
  infiniteQueryOptions({
    queryKey: ['audit', filter] as const,
    queryFn: ({ pageParam }) =>
      take(
        api.GET('/api/v1/audit-log', {
          params: { query: { ...(filter as Record<string, never>), ...pageAt(pageParam) } },
        }),
      ),
    ...paged,
    // Each reading of the log is an entry of it: nothing reads it by itself.
    staleTime: Number.POSITIVE_INFINITY,
  });

/** Purposes are logged as `{code}: {reason}`. */
export const usePurposes = () => {
  const language = useLanguage();
  const { data } = useQuery({
    queryKey: ['disclosure-purposes'],
    queryFn: () => take(api.GET('/api/v1/disclosure-purposes')),
    staleTime: Number.POSITIVE_INFINITY,
  });
  return Object.entries(data?.purposes ?? {}).map(([code, { nameZh, nameEn }]) => ({
    value: code,
    label: language === 'en' ? nameEn : nameZh,
  }));
};

/** Who did, or was refused, what. */
const AuditPage = () => {
  const say = useSay();
  const word = useWord();
  const me = useOwner();
  const optionsOf = useWordOptions();
  const purposes = usePurposes();
  const { filter, change, clear } = useFilter(AUDIT_FILTER);
  const entries = useInfiniteQuery(auditQuery(filter));
  const users = useQuery({ ...usersQuery, enabled: mayDo(me, 'user:read') });
  const items = useMemo(() => entries.data?.pages.flatMap((page) => page.items) ?? [], [entries.data]);
  const people = (users.data?.items ?? []).map(({ userId, displayName }) => ({
    value: `user:${userId}`,
    label: displayName,
  }));
  const actorWords = (actor: string): string =>
    people.find(({ value }) => value === actor)?.label ??
    {
      anonymous: say('未登录', 'nobody signed in'),
      system: say('系统', 'the system'),
      various: say('多人', 'several'),
    }[actor] ??
    actor;
  const kinds: Readonly<Record<string, string>> = {
    case: say('案件', 'Case'),
    cases: say('案件', 'Cases'),
    person: say('个人信息', 'Person'),
    attachment: say('附件', 'Attachment'),
    search: say('查找', 'Search'),
    route: say('请求', 'Request'),
  };
  /** A person of the staff by name, all else by what it is and its id. */
  const objectWords = ({ kind, id }: { readonly kind: string; readonly id: string }): string =>
    kind === 'user' ? actorWords(`user:${id}`) : `${kinds[kind] ?? kind} ${id}`;
  const outcomes = [
    { value: 'done', label: say('完成', 'done') },
    { value: 'refused', label: say('被拒', 'refused') },
    { value: 'failed', label: say('失败', 'failed') },
  ];
  const purposeWords = (purpose: string): string => {
    const [code = '', ...said] = purpose.split(': ');
    const known = purposes.find(({ value }) => value === code);
    return known === undefined ? purpose : `${known.label}：${said.join(': ')}`;
  };
  const columns: readonly Column<Entry>[] = [
    { name: say('时间', 'When'), className: 'when', cell: ({ at }) => exactMoment(at) },
    {
      name: say('何人', 'Who'),
      cell: ({ actor, network }) => (
        <>
          {actorWords(actor)}
          <span className="second">{network}</span>
        </>
      ),
    },
    {
      name: say('何事', 'What'),
      cell: ({ action, outcome, count }) => (
        <>
          {word('auditActions', action)}
          {outcome !== 'done' && (
            <span className="tag tag-red">
              {outcomes.find(({ value }) => value === outcome)?.label ?? outcome}
            </span>
          )}
          {count > 1 && <span className="tag">{say(`${count} 次`, `${count}×`)}</span>}
        </>
      ),
    },
    {
      name: say('对象', 'Of what'),
      cell: ({ object }) => (object === null ? '—' : objectWords(object)),
    },
    {
      name: say('目的、原因', 'Purpose, reason'),
      cell: ({ purpose, reason }) => (
        <span className="second wrap">
          {[...(purpose === null ? [] : [purposeWords(purpose)]), ...(reason === null ? [] : [reason])].join(
            say('；', '; '),
          ) || '—'}
        </span>
      ),
    },
  ];
  const part = (name: (typeof FILTER_NAMES)[number]) => ({
    value: filter[name],
    onChange: (value: string | undefined) => change(name, value),
  });
  return (
    <main className="queue-list">
      <h1 className="unseen">{say('审计', 'Audit')}</h1>
      <search className="filters" aria-label={say('筛选', 'Filter')}>
        <FilterSelect label={say('何人', 'Who')} options={people} {...part('actor')} />
        <FilterSelect label={say('何事', 'What')} options={optionsOf('auditActions')} {...part('action')} />
        <FilterSelect label={say('结果', 'Outcome')} options={outcomes} {...part('outcome')} />
        <FilterText label={say('对象编号', 'Id of the object')} {...part('objectId')} />
        <FilterDay label={say('自', 'From')} {...part('from')} />
        <FilterDay label={say('至（不含）', 'Before')} {...part('to')} />
        <Button onClick={() => entries.refetch()}>{say('刷新', 'Read again')}</Button>
      </search>
      <Loaded of={entries}>
        {items.length === 0 ? (
          <p className="state">
            {say('没有符合条件的记录。', 'No entry fits.')}{' '}
            <Button onClick={clear}>{say('清除筛选', 'Clear the filter')}</Button>
          </p>
        ) : (
          <RowTable
            caption={say('审计记录，最近的在前', 'Entries of the audit log, latest first')}
            columns={columns}
            rows={items}
            idOf={({ entryId }) => entryId}
          />
        )}
        <MoreButton of={entries} />
      </Loaded>
      <p className="hint">{say('查阅本身也会记入审计。', 'Reading the log is an entry of it, too.')}</p>
    </main>
  );
};
export default AuditPage;
