import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useMemo } from 'react';
import { useSay } from '../../shared/language.ts';
import { useRoleWords } from '../../shared/role-words.ts';
import { FilterSelect, FilterText, useWordOptions } from '../list/filter-fields.tsx';
import { KeysFoot } from '../list/keys-foot.tsx';
import { Loaded } from '../list/loaded.tsx';
import { type Column, RowTable } from '../list/row-table.tsx';
import { useCurrent } from '../list/use-current.ts';
import { useFilter } from '../list/use-filter.ts';
import { useRowKeys } from '../list/use-row-keys.ts';
import { PEOPLE_FILTER, type User, usersQuery } from './people-query.ts';
import { PeopleTabs } from './people-tabs.tsx';
import { PersonPane } from './person-pane.tsx';

/** People whom I may see, and the one who is chosen beside them. */
const PeoplePage = () => {
  const say = useSay();
  const rolesOf = useRoleWords();
  const optionsOf = useWordOptions();
  const { filter, change, clear } = useFilter(PEOPLE_FILTER);
  const users = useQuery(usersQuery);
  const items = useMemo(() => {
    const text = (filter.text ?? '').toLowerCase();
    return (users.data?.items ?? []).filter(
      ({ loginName, displayName, status, assignments }) =>
        (loginName.toLowerCase().includes(text) || displayName.toLowerCase().includes(text)) &&
        (filter.status === undefined || status === filter.status) &&
        (filter.role === undefined || assignments.some(({ role }) => role === filter.role)),
    );
  }, [users.data, filter]);
  const ids = useMemo(() => items.map(({ userId }) => userId), [items]);
  const { currentId, onCurrent } = useCurrent(ids);
  useRowKeys({ ids, currentId, onCurrent, onOpen: onCurrent });
  const current = items.find(({ userId }) => userId === currentId);
  const columns: readonly Column<User>[] = [
    {
      name: say('姓名', 'Name'),
      cell: ({ userId, displayName, loginName }) => (
        <>
          <button type="button" className="row-button" onClick={() => onCurrent(userId)}>
            {displayName}
          </button>
          <span className="second">{loginName}</span>
        </>
      ),
    },
    {
      name: say('岗位', 'Roles'),
      cell: ({ assignments }) => rolesOf(assignments) || '—',
    },
    {
      name: say('状态', 'State'),
      className: 'stage',
      cell: ({ status }) => (status === 'active' ? say('在用', 'Active') : say('已停用', 'Disabled')),
    },
  ];
  return (
    <div className="queue">
      <main className="queue-list">
        <h1 className="unseen">{say('人员', 'People')}</h1>
        <PeopleTabs />
        <search className="filters" aria-label={say('筛选', 'Filter')}>
          <FilterText
            label={say('姓名、用户名', 'Name')}
            value={filter.text}
            onChange={(value) => change('text', value)}
          />
          <FilterSelect
            label={say('岗位', 'Role')}
            options={optionsOf('roles')}
            value={filter.role}
            onChange={(value) => change('role', value)}
          />
          <FilterSelect
            label={say('状态', 'State')}
            options={[
              { value: 'active', label: say('在用', 'Active') },
              { value: 'disabled', label: say('已停用', 'Disabled') },
            ]}
            value={filter.status}
            onChange={(value) => change('status', value)}
          />
        </search>
        <Loaded of={users}>
          {items.length === 0 ? (
            <p className="state">
              {say('没有符合条件的人员。', 'Nobody fits.')}{' '}
              <Button onClick={clear}>{say('清除筛选', 'Clear the filter')}</Button>
            </p>
          ) : (
            <RowTable
              caption={say('符合条件的人员', 'People who fit')}
              columns={columns}
              rows={items}
              idOf={({ userId }) => userId}
              currentId={currentId}
              onCurrent={onCurrent}
            />
          )}
        </Loaded>
        <KeysFoot canTick={false} />
      </main>
      <aside className="pane" aria-label={say('当前人员', 'Current person')}>
        {current !== undefined && <PersonPane key={current.userId} user={current} />}
      </aside>
    </div>
  );
};
export default PeoplePage;
