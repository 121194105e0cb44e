import { Alert, Button } from 'antd';
import { useState } from 'react';
import { useSay } from '../../../shared/language.ts';
import { exactMoment } from '../../../shared/time-left.ts';
import { useWord } from '../../../shared/words.ts';
import { LevelMark } from '../../alarm/level-mark.tsx';
import type { Severity } from '../../curve/curve.tsx';
import { Moment } from '../../list/moment.tsx';
import { RowTable } from '../../list/row-table.tsx';
import { DryRunCurve } from './dry-run-curve.tsx';
import { durationWords } from './duration.ts';
import type { Draft, DryRun } from './rule-query.ts';

const SHOWN = 20;

/** The outcome in words, each alarm that would have been raised, and the curve on which it would have been. */
export const DryRunReport = ({ report, draft }: { readonly report: DryRun; readonly draft: Draft }) => {
  const say = useSay();
  const word = useWord();
  const [most, setMost] = useState(SHOWN);
  const [chosen, setChosen] = useState<string>();
  const { alarms, total, devices, records, difference, truncated, archived, perSeverity } = report;
  const current = alarms.find(({ alarmId }) => alarmId === chosen) ?? alarms[0];
  const levels = Object.entries(perSeverity)
    .map(([severity, count]) => `${word('severities', severity)} ${count}`)
    .join(say('，', ', '));
  return (
    <>
      <p role="status">
        <strong>
          {total === 0
            ? say('这段时间不会告警。', 'It would not have raised an alarm.')
            : say(`会告警 ${total} 次（${levels}）。`, `It would have raised ${total} alarms (${levels}).`)}
        </strong>{' '}
        {say(
          `${exactMoment(report.from)} 至 ${exactMoment(report.playedUntil)}，${devices} 台设备，${records.read} 条记录。`,
          `${exactMoment(report.from)} to ${exactMoment(report.playedUntil)}, ${devices} devices, ${records.read} records.`,
        )}
      </p>
      {difference !== null && (
        <p>
          {say(
            `现行第 ${difference.presentVersion} 版告警 ${difference.presentTotal} 次：相同 ${difference.kept}，增加 ${difference.addedTotal}，减少 ${difference.removedTotal}。`,
            `Version ${difference.presentVersion} in force: ${difference.presentTotal}; the same ${difference.kept}, more ${difference.addedTotal}, fewer ${difference.removedTotal}.`,
          )}
        </p>
      )}
      {truncated !== null && (
        <Alert
          type="warning"
          showIcon
          title={say(
            '数据过多，只试算到上述时刻；请缩短时间或缩小区划。',
            'Too much to play: it stopped there. Choose a shorter span or a smaller division.',
          )}
        />
      )}
      {archived.missing && (
        <Alert
          type="warning"
          showIcon
          title={say(
            `${archived.devices} 台设备较早的数据已归档，未计入。`,
            `Earlier records of ${archived.devices} devices are archived and were not played.`,
          )}
        />
      )}
      {current !== undefined && <DryRunCurve alarm={current} alarms={alarms} draft={draft} />}
      {alarms.length > 0 && (
        <RowTable
          isShort
          caption={say('会有的告警', 'Alarms that it would have raised')}
          rows={alarms.slice(0, most)}
          idOf={({ alarmId }) => alarmId}
          currentId={current?.alarmId}
          onCurrent={setChosen}
          columns={[
            {
              name: say('级别', 'Level'),
              className: 'level-column',
              cell: ({ severity }) => <LevelMark severity={severity as Severity} />,
            },
            {
              name: say('设备', 'Device'),
              cell: ({ alarmId, deviceName }) => (
                <button type="button" className="row-button" onClick={() => setChosen(alarmId)}>
                  {deviceName}
                </button>
              ),
            },
            {
              name: say('告警', 'Raised'),
              className: 'when',
              cell: ({ raisedAt }) => <Moment at={raisedAt} />,
            },
            {
              name: say('持续', 'For'),
              className: 'stage-column',
              cell: ({ durationSeconds, clearedAt }) =>
                clearedAt === null
                  ? say('未解除', 'not cleared')
                  : durationWords(Math.round(durationSeconds), say),
            },
            {
              name: say('最大', 'Peak'),
              className: 'stage-column',
              cell: ({ peak, unit }) => (peak === null ? '—' : `${peak} ${unit}`),
            },
          ]}
        />
      )}
      {alarms.length > most && (
        <p className="more">
          <Button onClick={() => setMost(most + SHOWN)}>{say('继续加载', 'Load more')}</Button>
        </p>
      )}
    </>
  );
};
