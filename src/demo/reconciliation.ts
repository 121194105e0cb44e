import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Client } from 'pg';
import { type LogSource, positionInTable, withLog } from './log-connection.ts';

/**
 * The reconciliation: the simulators' own ledger against plain SQL on the log. It uses neither our stores nor our event types in
 * code; it reads the log only from the table `events` (or a copy of it, if the log is in EventStoreDB).
 */
export interface Reconciliation {
  /** Distinct messages sent by the simulators, and those that were acknowledged. */
  readonly sentDistinct: number;
  readonly acknowledgedDistinct: number;
  readonly storedDistinct: number;
  readonly rejectedDistinct: number;
  /** Acknowledged, but neither stored nor a dead letter. */
  readonly missing: number;
  /** Stored more than once. */
  readonly doubled: number;
  /** Messages sent more than once. */
  readonly redelivered: number;
}

/** One group of messages: those of a family of devices. */
export interface GroupReconciliation extends Reconciliation {
  readonly group: string;
}

export interface FullReconciliation {
  readonly total: Reconciliation;
  readonly groups: readonly GroupReconciliation[];
  /** From the first sending of a message to its first acknowledgement. */
  readonly ackP50Ms: number | null;
  readonly ackP99Ms: number | null;
}

interface LedgerLine {
  readonly deviceId: string;
  readonly channel: 'telemetry' | 'detection';
  readonly records: readonly { readonly observedAt: string }[];
  readonly payloadSha256: string;
  readonly senderUnknown?: boolean;
  readonly group?: string;
  readonly sends: number;
  readonly acknowledged: boolean;
  readonly firstAckMs: number | null;
}

const STREAM = { telemetry: 'reading', detection: 'detection' } as const;
const LINES_AT_ONCE = 20_000;

const insertLines = async (
  client: Client,
  lines: readonly LedgerLine[],
  first: number,
  digestOf: (payloadSha256: string) => string,
): Promise<void> => {
  await client.query(
    `insert into ledger_message
     select * from unnest($1::int[], $2::text[], $3::bool[], $4::text[], $5::bool[], $6::text[], $7::int[], $8::float8[])`,
    [
      lines.map((_, index) => first + index),
      lines.map(({ deviceId }) => `rejected-${deviceId}`),
      lines.map(({ senderUnknown }) => senderUnknown ?? false),
      lines.map(({ payloadSha256 }) => digestOf(payloadSha256)),
      lines.map(({ acknowledged }) => acknowledged),
      lines.map(({ group }) => group ?? ''),
      lines.map(({ sends }) => sends),
      lines.map(({ firstAckMs }) => firstAckMs),
    ],
  );
  const records = lines.flatMap(({ deviceId, channel, records: sent }, index) =>
    sent.map(({ observedAt }) => ({
      n: first + index,
      stream: `${STREAM[channel]}-${deviceId}`,
      observedAt,
    })),
  );
  await client.query('insert into ledger_record select * from unnest($1::int[], $2::text[], $3::text[])', [
    records.map(({ n }) => n),
    records.map(({ stream }) => stream),
    records.map(({ observedAt }) => observedAt),
  ]);
};

/** Loads the ledgers unchanged into the database of the log; returns their number of lines. */
const loadLedgers = async (
  client: Client,
  paths: readonly string[],
  digestOf: (payloadSha256: string) => string,
): Promise<number> => {
  await client.query(`
    create temp table ledger_message (
      n int, rejected_stream text, sender_unknown bool, digest text, acknowledged bool, message_group text, sends int,
      first_ack_ms float8);
    create temp table ledger_record (n int, stream text, observed_at text)`);
  let count = 0;
  for (const path of paths) {
    let lines: LedgerLine[] = [];
    for await (const line of createInterface({ input: createReadStream(path) })) {
      if (line === '') continue;
      lines.push(JSON.parse(line) as LedgerLine);
      if (lines.length < LINES_AT_ONCE) continue;
      await insertLines(client, lines, count, digestOf);
      count += lines.length;
      lines = [];
    }
    await insertLines(client, lines, count, digestOf);
    count += lines.length;
  }
  await client.query('analyze ledger_message; analyze ledger_record');
  return count;
};

/** Several ledgers of one run, in total and by group. */
export const reconcileFully = (
  ledgerPaths: readonly string[],
  source: LogSource,
): Promise<FullReconciliation> =>
  withLog(source, async (client) => {
    await loadLedgers(client, ledgerPaths, source.rejectedDigest ?? ((digest) => digest));
    const { rows } = await client.query<GroupReconciliation & { is_total: number }>(`
      with logged as (
        select stream, data::jsonb ->> 'observedAt' as observed_at, count(*) as times
        from events where stream in (select stream from ledger_record) group by 1, 2
      ), dead as (
        select stream, data::jsonb ->> 'digest' as digest, count(*) as times
        from events where stream in (select rejected_stream from ledger_message union select 'rejected-unknown')
          and type = 'MessageRejected' group by 1, 2
      ), rejected as (
        select n, sum(d.times) as times from ledger_message m
          join dead d on d.digest = m.digest and (d.stream = m.rejected_stream or m.sender_unknown) group by n
      ), stored as (
        select n, bool_and(coalesce(times, 0) >= 1) as whole, bool_or(coalesce(times, 0) > 1) as doubled
        from ledger_record left join logged using (stream, observed_at) group by n
      ), fate as (
        select m.n, m.message_group, m.sends, m.acknowledged,
          coalesce(s.whole, false) as stored, coalesce(s.doubled, false) as doubled,
          coalesce(r.times, 0) >= 1 as rejected, coalesce(r.times, 0) > 1 as rejected_twice
        from ledger_message m left join stored s using (n)
          left join rejected r using (n)
      )
      select message_group as group, grouping(message_group) as is_total, count(*)::int as "sentDistinct",
        (count(*) filter (where acknowledged))::int as "acknowledgedDistinct",
        (count(*) filter (where stored))::int as "storedDistinct",
        (count(*) filter (where rejected))::int as "rejectedDistinct",
        (count(*) filter (where acknowledged and not stored and not rejected))::int as missing,
        (count(*) filter (where doubled or rejected_twice))::int as doubled,
        (count(*) filter (where sends > 1))::int as redelivered
      from fate group by grouping sets ((), (message_group)) order by is_total desc, message_group`);
    const { rows: latencies } = await client.query<{ p50: number | null; p99: number | null }>(`
      select percentile_disc(0.5) within group (order by first_ack_ms) as p50,
        percentile_disc(0.99) within group (order by first_ack_ms) as p99
      from ledger_message where acknowledged`);
    const [total, ...groups] = rows.map(({ is_total: _, ...row }) => row);
    const { group: _group, ...sum } = total!;
    const rounded = (ms: number | null | undefined) => (ms == null ? null : Math.round(ms * 10) / 10);
    return {
      total: sum,
      groups,
      ackP50Ms: rounded(latencies[0]?.p50),
      ackP99Ms: rounded(latencies[0]?.p99),
    };
  });

export const reconcile = async (ledgerPath: string, source: LogSource): Promise<Reconciliation> =>
  (await reconcileFully([ledgerPath], source)).total;

export interface LogCounts {
  readonly flagged: number;
  readonly alarmsRaised: number;
  readonly alarmsCleared: number;
  readonly casesOpened: number;
  readonly casesClosed: number;
  /** Cases opened by an alarm and closed by people. */
  readonly alarmCasesClosed: number;
}

/** Counts of events after a position of the log, by plain SQL. */
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
