import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { useSay } from '../../shared/language.ts';
import { useNow } from '../../shared/now.ts';
import { exactMoment, momentWords, spanWords } from '../../shared/time-left.ts';
import { useWord } from '../../shared/words.ts';
import { useModels } from '../device/device-query.ts';
import { FactList, type FactRow } from '../list/fact-list.tsx';
import { PlaceName } from '../places/place-name.tsx';
import { type Alarm, casesOfAlarmQuery } from './alarm-query.ts';

/** What an indicator or a type of detection is called; an index goes by the name of its rule. */
export const useSubjectName = () => {
  const models = useModels();
  return (code: string): string =>
    models.flatMap(({ indicators }) => indicators).find((each) => each.code === code)?.name ??
    models.flatMap(({ detections }) => detections).find(({ type }) => type === code)?.name ??
    '';
};

const CasesOfAlarm = ({ alarmId }: { readonly alarmId: string }) => {
  const word = useWord();
  const { data } = useQuery(casesOfAlarmQuery(alarmId));
  return (data?.items ?? []).map(({ caseId, caseNumber, stage }) => (
    <span key={caseId}>
      <Link href={`/cases/${caseId}`}>{caseNumber}</Link> {word('stages', stage)}{' '}
    </span>
  ));
};

export const AlarmFacts = ({ alarm }: { readonly alarm: Alarm }) => {
  const say = useSay();
  const word = useWord();
  const now = useNow();
  const subjectOf = useSubjectName();
  const { value, threshold, unit, grade, place, since, clearedAt, clearCause, location } = alarm;
  const ended = clearedAt === null ? now : Date.parse(clearedAt);
  const isMeasured = unit !== '' || grade === null;
  const rows: readonly FactRow[] = [
    [
      say('数值', 'Value'),
      grade ??
        (isMeasured
          ? say(
              `${subjectOf(alarm.subject)} ${value} ${unit}（阈值 ${threshold} ${unit}）`,
              `${subjectOf(alarm.subject)} ${value} ${unit} (threshold ${threshold} ${unit})`,
            )
          : undefined),
    ],
    [
      say('设备', 'Device'),
      <Link key="device" href={`/devices/${encodeURIComponent(alarm.deviceId)}`}>
        {alarm.deviceName}
      </Link>,
    ],
    [
      say('地点', 'Where'),
      <span key="place">
        <PlaceName code={alarm.divisionCode} /> {place} {location.lon}, {location.lat}
      </span>,
    ],
    [
      say('起止', 'When'),
      <span key="when" title={exactMoment(since)}>
        {momentWords(Date.parse(since), now, say)} —{' '}
        {clearedAt === null ? say('仍在持续', 'still on') : momentWords(ended, now, say)}
        {say('，持续 ', ', for ')}
        {spanWords(Math.max(0, ended - Date.parse(since)), say)}
      </span>,
    ],
    [say('解除', 'Cleared'), clearCause === null ? undefined : word('clearCauses', clearCause)],
    [
      say('风暴', 'Storm'),
      alarm.stormId === null ? undefined : (
        <Link key="storm" href={`/alarms?storm=${encodeURIComponent(alarm.stormId)}`}>
          {say('同一风暴的告警', 'Alarms of the same storm')}
        </Link>
      ),
    ],
    [say('关联案件', 'Cases'), <CasesOfAlarm key="cases" alarmId={alarm.alarmId} />],
  ];
  return <FactList rows={rows} />;
};
