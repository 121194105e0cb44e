import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { api, take } from '../../shared/api.ts';
import { COUNTY_DIGITS, PROVINCE } from '../../shared/division-code.ts';
import { useSay } from '../../shared/language.ts';
import { useOwner } from '../../shared/me-context.ts';
import { mayDo } from '../../shared/session.ts';
import { addressFilter } from '../list/address-filter.ts';
import { Loaded } from '../list/loaded.tsx';
import { useFilter } from '../list/use-filter.ts';
import { DivisionSelect } from '../places/division-select.tsx';
import { CalendarChanges } from './calendar-changes.tsx';
import { CalendarEditor } from './calendar-editor.tsx';
import { type Calendar, type LocalDay, toggled, windowsText } from './days.ts';
import { Month } from './month.tsx';

const FILTER = addressFilter(['division', 'year'] as const, {});
const MONTHS = Array.from({ length: 12 }, (_, n) => n + 1);

const Year = ({ calendar }: { readonly calendar: Calendar }) => {
  const say = useSay();
  const me = useOwner();
  const mayManage = mayDo(me, 'calendar:manage');
  const { year, published, windows, own } = calendar;
  const [draft, setDraft] = useState<readonly LocalDay[]>(own.days);
  const days = new Map(calendar.days.map((day) => [day.day, day]));
  const drafted = new Map(draft.map((day) => [day.day, day]));
  return (
    <div className="calendar">
      <div>
        <p className="hint">
          {say('工作时间', 'Working hours')} {windowsText(windows)}
          {' · '}
          {published
            ? say('按国务院放假通知', 'By the official notice')
            : say('放假通知尚未公布，按法定节假日暂定', 'Provisional: the notice is not published yet')}
        </p>
        <div className="months">
          {MONTHS.map((month) => (
            <Month
              key={month}
              year={year}
              month={month}
              days={days}
              draft={drafted}
              onToggle={mayManage ? (day) => setDraft(toggled(draft, day, days.get(day))) : undefined}
            />
          ))}
        </div>
      </div>
      <div className="card">
        {mayManage && <CalendarEditor calendar={calendar} draft={draft} onDraft={setDraft} />}
        <CalendarChanges division={calendar.divisionCode} />
      </div>
    </div>
  );
};

/** When there is work: the calendar by which limits run, and what a division has differently. */
const CalendarPage = () => {
  const say = useSay();
  const me = useOwner();
  const { filter, change } = useFilter(FILTER);
  const mine = me.assignments[0]?.divisionCode.slice(0, COUNTY_DIGITS) ?? PROVINCE;
  const division = filter.division ?? mine;
  const year = Number(filter.year ?? new Date().getFullYear());
  const calendar = useQuery({
    queryKey: ['calendar', division, year],
    queryFn: () => take(api.GET('/api/v1/calendar', { params: { query: { division, year } } })),
  });
  return (
    <main className="queue-list">
      <h1 className="unseen">{say('工作日历', 'Work calendar')}</h1>
      <search className="filters" aria-label={say('区划与年份', 'Division and year')}>
        <DivisionSelect
          key={division}
          label={say('区划', 'Division')}
          value={division}
          onChange={(next) => {
            if (next !== undefined) change('division', next);
          }}
        />
        <span className="calendar-year">
          <Button aria-label={say('上一年', 'Year before')} onClick={() => change('year', String(year - 1))}>
            ◀
          </Button>
          <strong>{say(`${year} 年`, String(year))}</strong>
          <Button aria-label={say('下一年', 'Year after')} onClick={() => change('year', String(year + 1))}>
            ▶
          </Button>
        </span>
      </search>
      <Loaded of={calendar}>
        {calendar.data !== undefined && (
          <Year key={`${division} ${year} ${calendar.data.own.localVersion}`} calendar={calendar.data} />
        )}
      </Loaded>
    </main>
  );
};
export default CalendarPage;
