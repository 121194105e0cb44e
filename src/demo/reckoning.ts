import { readFile } from 'node:fs/promises';
import { type LogSource, positionInTable, withLog } from './log-connection.ts';

/**
 * The reckoning: the simulators' own ledger against plain SQL on the log. Knows neither our stores nor our event types in
 * code; what it says about the log it reads from the table `events` alone (a copy of it, where the log lies in EventStoreDB).
 */
export interface Reckoning {
  /** Distinct messages that the simulators sent, and those that they got an acknowledgement for. */
  readonly sentDistinct: number;
  readonly acknowledgedDistinct: number;
  readonly storedDistinct: number;
  readonly rejectedDistinct: number;
  /** Acknowledged, and neither stored nor a dead letter. */
  readonly missing: number;
  /** Stored more than once. */
  readonly doubled: number;
  /** Messages that were sent more than once. */
  readonly redelivered: number;
}

interface LedgerLine {
  readonly n: number;
  readonly deviceId: string;
  readonly channel: 'telemetry' | 'detection';
  readonly records: readonly { readonly observedAt: string }[];
  readonly payloadSha256: string;
  readonly sends: number;
  readonly acknowledged: boolean;
}

const STREAM = { telemetry: 'reading', detection: 'detection' } as const;

export const reckon = async (ledgerPath: string, source: LogSource): Promise<Reckoning> => {
  const lines = (await readFile(ledgerPath, 'utf8'))
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as LedgerLine);
  return withLog(source, async (client) => {
    await client.query(`
      create temp table ledger_message (n int, rejected_stream text, digest text, acknowledged bool);
      create temp table ledger_record (n int, stream text, observed_at text)`);
    await client.query(
      'insert into ledger_message select * from unnest($1::int[], $2::text[], $3::text[], $4::bool[])',
      [
        lines.map(({ n }) => n),
        lines.map(({ deviceId }) => `rejected-${deviceId}`),
        lines.map(({ payloadSha256 }) => payloadSha256),
        lines.map(({ acknowledged }) => acknowledged),
      ],
    );
    const records = lines.flatMap(({ n, deviceId, channel, records: sent }) =>
      sent.map(({ observedAt }) => ({ n, stream: `${STREAM[channel]}-${deviceId}`, observedAt })),
    );
    await client.query('insert into ledger_record select * from unnest($1::int[], $2::text[], $3::text[])', [
      records.map(({ n }) => n),
      records.map(({ stream }) => stream),
      records.map(({ observedAt }) => observedAt),
    ]);
    const { rows } = await client.query<Omit<Reckoning, 'redelivered'>>(`
      with logged as (
        select stream, data::jsonb ->> 'observedAt' as observed_at, count(*) as times
        from events where stream in (select stream from ledger_record) group by 1, 2
      ), dead as (
        select stream, data::jsonb ->> 'digest' as digest, count(*) as times
        from events where stream in (select rejected_stream from ledger_message) and type = 'MessageRejected' group by 1, 2
      ), stored as (
        select n, bool_and(coalesce(times, 0) >= 1) as whole, bool_or(coalesce(times, 0) > 1) as doubled
        from ledger_record left join logged using (stream, observed_at) group by n
      ), fate as (
        select m.n, m.acknowledged, coalesce(s.whole, false) as stored, coalesce(s.doubled, false) as doubled,
          coalesce(d.times, 0) >= 1 as rejected, coalesce(d.times, 0) > 1 as rejected_twice
        from ledger_message m left join stored s using (n)
          left join dead d on d.stream = m.rejected_stream and d.digest = m.digest
      )
      select count(*)::int as "sentDistinct",
        (count(*) filter (where acknowledged))::int as "acknowledgedDistinct",
        (count(*) filter (where stored))::int as "storedDistinct",
        (count(*) filter (where rejected))::int as "rejectedDistinct",
        (count(*) filter (where acknowledged and not stored and not rejected))::int as missing,
        (count(*) filter (where doubled or rejected_twice))::int as doubled
      from fate`);
    return { ...rows[0]!, redelivered: lines.filter(({ sends }) => sends > 1).length };
  });
};

export interface LogCounts {
  readonly flagged: number;
  readonly alarmsRaised: number;
  readonly alarmsCleared: number;
  readonly casesOpened: number;
  readonly casesClosed: number;
  /** Cases that an alarm opened and people closed. */
  readonly alarmCasesClosed: number;
}

/** What happened after a position of the log, by plain SQL. */
export const countLog = async (source: LogSource, after: string): Promise<LogCounts> =>
  withLog(source, async (client) => {
    const { rows } = await client.query<LogCounts>(
      `with fresh as (select * from events where position > $1)
      select
        (count(*) filter (where type in ('ReadingsRecorded', 'DetectionRecorded') and data::jsonb ? 'quality'))::int as flagged,
        (count(*) filter (where type = 'AlarmRaised'))::int as "alarmsRaised",
        (count(*) filter (where type = 'AlarmCleared'))::int as "alarmsCleared",
        (count(*) filter (where type = 'CaseReported'))::int as "casesOpened",
        (count(*) filter (where type = 'CaseClosed'))::int as "casesClosed",
        (count(*) filter (where type = 'CaseClosed' and stream in (
          select stream from events where type = 'CaseReported' and data::jsonb ->> 'alarm' is not null)))::int as "alarmCasesClosed"
      from fresh`,
      [positionInTable(after)],
    );
    return rows[0]!;
  });
