import { useInfiniteQuery } from '@tanstack/react-query';
import { useLocation } from 'wouter';
import { useSay } from '../../shared/language.ts';
import { useNow } from '../../shared/now.ts';
import { momentWords } from '../../shared/time-left.ts';
import type { Severity } from '../curve/curve.tsx';
import { Loaded } from '../list/loaded.tsx';
import { Moment } from '../list/moment.tsx';
import { MoreButton } from '../list/more-button.tsx';
import { RowLink } from '../list/row-link.tsx';
import { RowTable } from '../list/row-table.tsx';
import { type Storm, stormListQuery } from './alarm-query.ts';
import { AlarmTabs } from './alarm-tabs.tsx';
import { LevelMark } from './level-mark.tsx';

const WORST_FIRST: readonly Severity[] = ['red', 'orange', 'yellow', 'blue'];

/** Storms of alarms with what is in them; each leads to its alarms. */
const StormListPage = () => {
  const say = useSay();
  const now = useNow();
  const [, navigate] = useLocation();
  const storms = useInfiniteQuery(stormListQuery);
  const items = storms.data?.pages.flatMap((page) => page.items) ?? [];
  const pathOf = ({ stormId }: Pick<Storm, 'stormId'>) => `/alarms?storm=${encodeURIComponent(stormId)}`;
  return (
    <main className="queue-list">
      <h1 className="unseen">{say('告警风暴', 'Storms of alarms')}</h1>
      <AlarmTabs />
      <Loaded of={storms}>
        {items.length === 0 ? (
          <p className="state">
            {say(
              '没有告警风暴。短时间内同一区县告警过多时会出现在这里。',
              'No storm. One is shown here when many alarms come from one place in a short time.',
            )}
          </p>
        ) : (
          <RowTable
            caption={say('告警风暴，未结束的在前', 'Storms of alarms, open ones first')}
            rows={items}
            idOf={({ stormId }) => stormId}
            onOpen={(stormId) => navigate(pathOf({ stormId }))}
            columns={[
              {
                name: say('地点', 'Where'),
                cell: (storm) => (
                  <RowLink path={pathOf(storm)} onOpen={() => navigate(pathOf(storm))}>
                    {storm.divisionName}
                  </RowLink>
                ),
              },
              {
                name: say('状态', 'State'),
                cell: ({ state }) => (state === 'open' ? say('进行中', 'Open') : say('已结束', 'Ended')),
              },
              {
                name: say('起止', 'When'),
                cell: ({ beganAt, endedAt }) => (
                  <>
                    <Moment at={beganAt} />
                    {endedAt !== null && ` — ${momentWords(Date.parse(endedAt), now, say)}`}
                  </>
                ),
              },
              {
                name: say('告警', 'Alarms'),
                cell: ({ raised, active }) =>
                  say(`共 ${raised} 个，未解除 ${active} 个`, `${raised} in all, ${active} active`),
              },
              {
                name: say('级别', 'Levels'),
                cell: ({ bySeverity }) =>
                  WORST_FIRST.filter((each) => (bySeverity[each] ?? 0) > 0).map((each) => (
                    <span key={each} className="level-count">
                      <LevelMark severity={each} /> {bySeverity[each]}
                    </span>
                  )),
              },
            ]}
          />
        )}
        <MoreButton of={storms} />
      </Loaded>
    </main>
  );
};
export default StormListPage;
