import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { api, take } from '../../shared/api.ts';
import { useSay } from '../../shared/language.ts';
import { LabelledInput } from '../fields/labelled-input.tsx';
import { Problem } from '../list/problem.tsx';
import { type Calendar, type LocalDay, windowsOf, windowsText } from './days.ts';
import { Effect } from './effect.tsx';

interface Props {
  readonly calendar: Calendar;
  readonly draft: readonly LocalDay[];
  readonly onDraft: (draft: readonly LocalDay[]) => void;
}

/** What a division has differently: its days, its hours, and why; first what it moves, then it is saved. */
export const CalendarEditor = ({ calendar, draft, onDraft }: Props) => {
  const say = useSay();
  const client = useQueryClient();
  const { divisionCode, year, own, windows } = calendar;
  const [hours, setHours] = useState(own.windows === null ? '' : windowsText(own.windows));
  const [reason, setReason] = useState('');
  const parsed = windowsOf(hours);
  const areHoursWrong = hours.trim() !== '' && parsed === undefined;
  const set = useMutation({
    mutationFn: ({ dryRun }: { readonly dryRun: boolean; readonly of: string }) =>
      take(
        api.PUT('/api/v1/calendar/{divisionCode}', {
          params: { path: { divisionCode } },
          body: {
            days: draft.map(({ day, kind }) => ({ day, kind })),
            windows: parsed ?? null,
            years: own.years,
            reason,
            after: own.localVersion,
            dryRun,
          },
        }),
      ),
    onSuccess: async ({ dryRun }) => {
      if (dryRun) return;
      setReason('');
      await client.invalidateQueries({ queryKey: ['calendar'] });
    },
  });
  // What was previewed is what is saved.
  const of = JSON.stringify([draft, hours]);
  const isCurrent = set.variables?.of === of;
  const isReady = reason.trim() !== '' && !areHoursWrong;
  return (
    <section aria-label={say('本地调整', 'Own days and hours')}>
      <h2>{say('本地调整', 'Own days and hours')}</h2>
      <p className="hint">
        {say(
          '在日历上点某天：工作日改为休，休息日改为班；再点一次撤销。',
          'Press a day to close it or to work on it; press again to take that back.',
        )}
      </p>
      <ul className="sessions">
        {draft
          .filter(({ day }) => day.startsWith(`${year}-`))
          .map(({ day, kind }) => (
            <li key={day}>
              <span>
                {day} {kind === 'off' ? say('休', 'off') : say('班', 'work')}
              </span>
              <Button
                size="small"
                aria-label={say(`撤销 ${day}`, `Remove ${day}`)}
                onClick={() => onDraft(draft.filter((each) => each.day !== day))}
              >
                {say('撤销', 'Remove')}
              </Button>
            </li>
          ))}
      </ul>
      <LabelledInput
        label={say('工作时间（不填则随上级）', 'Hours (empty: as above)')}
        value={hours}
        placeholder={windowsText(windows)}
        {...(areHoursWrong ? { status: 'error' as const } : {})}
        onChange={setHours}
      />
      {areHoursWrong && (
        <p className="hint" role="alert">
          {say('请按 08:00-12:00 14:00-18:00 填写', 'As in 08:00-12:00 14:00-18:00')}
        </p>
      )}
      <LabelledInput
        label={say('原因', 'Reason')}
        value={reason}
        maxLength={200}
        placeholder={say('如 重污染天气应急停工', 'Such as heavy pollution')}
        onChange={setReason}
      />
      <Problem error={set.error} />
      {set.data !== undefined && isCurrent && <Effect effect={set.data.effect} />}
      <p className="acts">
        <Button disabled={!isReady} loading={set.isPending} onClick={() => set.mutate({ dryRun: true, of })}>
          {say('预览影响', 'What it moves')}
        </Button>
        <Button
          type="primary"
          disabled={!isReady || !isCurrent || set.data?.dryRun !== true}
          loading={set.isPending}
          onClick={() => set.mutate({ dryRun: false, of })}
        >
          {say('保存', 'Save')}
        </Button>
      </p>
    </section>
  );
};
