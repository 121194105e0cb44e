import { useInfiniteQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useCallback, useMemo } from 'react';
import { useLocation } from 'wouter';
import { useSay } from '../../shared/language.ts';
import { KeysFoot } from '../list/keys-foot.tsx';
import { Loaded } from '../list/loaded.tsx';
import { Moment } from '../list/moment.tsx';
import { MoreButton } from '../list/more-button.tsx';
import { RowLink } from '../list/row-link.tsx';
import { type Column, RowTable } from '../list/row-table.tsx';
import { useCurrent } from '../list/use-current.ts';
import { useFilter } from '../list/use-filter.ts';
import { useRowKeys } from '../list/use-row-keys.ts';
import { PlaceName } from '../places/place-name.tsx';
import { useSubjectName } from './alarm-facts.tsx';
import { AlarmFilterBar } from './alarm-filter-bar.tsx';
import { AlarmPane } from './alarm-pane.tsx';
import { ALARM_FILTER, type Alarm, alarmListQuery } from './alarm-query.ts';
import { AlarmTabs } from './alarm-tabs.tsx';
import { LevelMark } from './level-mark.tsx';

/** Alarms that I may see, filtered; the current one beside them. */
const AlarmListPage = () => {
  const say = useSay();
  const subjectOf = useSubjectName();
  const [, navigate] = useLocation();
  const { filter, change, clear } = useFilter(ALARM_FILTER);
  const alarms = useInfiniteQuery(alarmListQuery(filter));
  const items = useMemo(() => alarms.data?.pages.flatMap((page) => page.items) ?? [], [alarms.data]);
  const ids = useMemo(() => items.map(({ alarmId }) => alarmId), [items]);
  const { currentId, onCurrent } = useCurrent(ids);
  const onOpen = useCallback((alarmId: string) => navigate(`/alarms/${alarmId}`), [navigate]);
  useRowKeys({ ids, currentId, onCurrent, onOpen });
  const columns: readonly Column<Alarm>[] = [
    {
      name: say('级别', 'Level'),
      className: 'level-column',
      cell: ({ severity, state }) => (
        <>
          <LevelMark severity={severity} />
          <span className="second">
            {state === 'active' ? say('未解除', 'Active') : say('已解除', 'Cleared')}
          </span>
        </>
      ),
    },
    {
      name: say('告警', 'Alarm'),
      cell: ({ alarmId, ruleName, deviceName, stormId }) => (
        <>
          <RowLink path={`/alarms/${alarmId}`} onOpen={() => onOpen(alarmId)}>
            {ruleName}
          </RowLink>
          {stormId !== null && <span className="tag">{say('风暴', 'Storm')}</span>}
          <span className="second">{deviceName}</span>
        </>
      ),
    },
    {
      name: say('数值', 'Value'),
      className: 'value-column',
      cell: ({ grade, value, unit, threshold, subject }) => (
        <>
          {grade ?? `${value} ${unit}`}
          <span className="second">
            {grade === null
              ? say(`${subjectOf(subject)} 阈值 ${threshold}`, `${subjectOf(subject)} limit ${threshold}`)
              : ''}
          </span>
        </>
      ),
    },
    {
      name: say('地点', 'Where'),
      className: 'where',
      cell: ({ divisionCode, place }) => (
        <>
          <PlaceName code={divisionCode} />
          <span className="second">{place}</span>
        </>
      ),
    },
    {
      name: say('时间', 'When'),
      className: 'when',
      cell: ({ raisedAt, acknowledgedAt }) => (
        <>
          <Moment at={raisedAt} />
          <span className="second">
            {acknowledgedAt === null ? say('未确认', 'not acknowledged') : say('已确认', 'acknowledged')}
          </span>
        </>
      ),
    },
  ];
  return (
    <div className="queue">
      <main className="queue-list">
        <h1 className="unseen">{say('告警', 'Alarms')}</h1>
        <AlarmTabs />
        <AlarmFilterBar filter={filter} onChange={change} />
        <Loaded of={alarms}>
          {items.length === 0 ? (
            <p className="state">
              {say('没有符合条件的告警。', 'No alarm fits.')}{' '}
              <Button onClick={clear}>{say('清除筛选', 'Clear the filter')}</Button>
            </p>
          ) : (
            <RowTable
              caption={say('符合条件的告警', 'Alarms that fit')}
              columns={columns}
              rows={items}
              idOf={({ alarmId }) => alarmId}
              currentId={currentId}
              onCurrent={onCurrent}
              onOpen={onOpen}
            />
          )}
          <MoreButton of={alarms} />
        </Loaded>
        <KeysFoot canTick={false} />
      </main>
      <aside className="pane" aria-label={say('当前告警', 'Current alarm')}>
        {currentId !== undefined && <AlarmPane key={currentId} alarmId={currentId} />}
      </aside>
    </div>
  );
};
export default AlarmListPage;
