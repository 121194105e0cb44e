import type { Sql } from '../../platform/sql.ts';
import { alarmsExpected } from './fleet.ts';

/** What should have followed from the readings, by the rule and by counting: too few is lost, too many is doubled. */
export interface Consequences {
  readonly alarms: number;
  readonly lost: number;
  readonly doubled: number;
}

const compare = (found: number, expected: number) => ({
  lost: Math.max(0, expected - found),
  doubled: Math.max(0, found - expected),
});

/** Alarms raised and cleared as often as the devices' values say; each in exactly one case, which was opened once. */
export const countConsequences = async (
  sql: Sql,
  sent: ReadonlyMap<string, number>,
): Promise<Consequences> => {
  const alarms = await sql<{ device: string; raised: number; cleared: number }>`
    with raised as (select stream, data::jsonb ->> 'deviceId' as device from events where type = 'AlarmRaised')
    select device, count(*)::int as raised,
      (select count(*)::int from events join raised as r using (stream)
        where type = 'AlarmCleared' and r.device = raised.device) as cleared
    from raised group by device`;
  const [decided] = await sql<{ lost: number; doubled: number }>`
    with decision as (
      select data::jsonb ->> 'alarmId' as alarm, count(*) as times from events
      where type in ('CaseKeyReserved', 'CaseKeyJoined') group by 1
    ), raised as (select data::jsonb ->> 'alarmId' as alarm from events where type = 'AlarmRaised')
    select (count(*) filter (where coalesce(times, 0) = 0))::int as lost, (count(*) filter (where times > 1))::int as doubled
    from raised left join decision using (alarm)`;
  const [opened] = await sql<{ lost: number; doubled: number }>`
    with report as (
      select data::jsonb ->> 'caseId' as case_id, count(*) as times from events where type = 'CaseReported' group by 1
    ), reserved as (select data::jsonb ->> 'caseId' as case_id from events where type = 'CaseKeyReserved')
    select (count(*) filter (where coalesce(times, 0) = 0))::int as lost, (count(*) filter (where times > 1))::int as doubled
    from reserved left join report using (case_id)`;
  const byDevice = [...sent].flatMap(([deviceId, count]) => {
    const found = alarms.find(({ device }) => device === deviceId);
    const expected = alarmsExpected(count);
    return [compare(found?.raised ?? 0, expected.raised), compare(found?.cleared ?? 0, expected.cleared)];
  });
  const all = [...byDevice, decided!, opened!];
  return {
    alarms: alarms.reduce((sum, { raised }) => sum + raised, 0),
    lost: all.reduce((sum, { lost }) => sum + lost, 0),
    doubled: all.reduce((sum, { doubled }) => sum + doubled, 0),
  };
};
