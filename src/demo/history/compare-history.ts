import { connectDatabase } from '../../platform/connect-database.ts';

/** A count of a read model that plain SQL on the log does not give; undefined: there is none under the key. */
export interface Difference {
  readonly key: string;
  readonly shown: number | undefined;
  readonly inLog: number | undefined;
}

export interface Comparison {
  readonly cases: number;
  readonly readings: number;
  readonly differences: readonly Difference[];
}

/** A count by key, from the log alone and as a read model has it. */
interface Measure {
  readonly log: string;
  readonly model: string;
}

const field = (name: string) => `data::jsonb ->> '${name}'`;

const MEASURES: readonly Measure[] = [
  {
    log: `select ${field('divisionCode')} as key, count(*) from events where type = 'CaseReported' group by 1`,
    model: 'select division_code as key, count(*) from cases group by 1',
  },
  {
    log: `select 'closed' as key, count(*) from events
          where stream like 'case-%' and type in ('CaseClosed', 'CaseAnsweredByParent')`,
    model: `select 'closed' as key, count(*) from cases where stage = 'closed'`,
  },
  {
    log: `select 'all' as key, count(*) from events where type = 'CaseReported'`,
    model: `select 'all' as key, sum(cases + set_aside) as count from board_counts`,
  },
  {
    log: `select ${field('deviceId')} as key, count(*) from events
          where type in ('ReadingsRecorded', 'DetectionRecorded') group by 1`,
    model: 'select device_id as key, record_count as count from device_latest where record_count > 0',
  },
  {
    log: `select ${field('ruleId')} as key, count(*) from events where type = 'AlarmRaised' group by 1`,
    model: 'select rule_id as key, count(*) from alarms group by 1',
  },
  {
    log: `select 'active' as key, count(*) filter (where type = 'AlarmRaised') - count(*) filter (where type = 'AlarmCleared') as count
          from events where type in ('AlarmRaised', 'AlarmCleared')`,
    model: `select 'active' as key, count(*) from alarms where state = 'active'`,
  },
  {
    log: `select kind || ' ' || period as key, count(*) from (
            select distinct ${field('deviceId')} as device, ${field('kind')} as kind, ${field('period')} as period, ${field('from')} as since
            from events where type = 'IndexComputed') as computed group by 1`,
    model: `select kind || ' ' || period as key, count(*) from index_values group by 1`,
  },
  {
    log: `select 'public' as key, count(*) from events where type = 'CaseReported' and data::jsonb ? 'publicReport'`,
    model: `select 'public' as key, count(*) from public_reports`,
  },
];

/** Compares the read models with plain SQL on the log, at a moment when nothing is being written. */
export const compareHistory = async (databaseUrl: string): Promise<Comparison> => {
  const sql = connectDatabase({ url: databaseUrl, name: 'compare', maxConnections: 1 });
  const counts = async (text: string): Promise<ReadonlyMap<string, number>> => {
    const rows = await sql.statement<{ key: string; count: string | number }>(text, []);
    return new Map(rows.map(({ key, count }) => [key, Number(count)]));
  };
  const sum = (all: ReadonlyMap<string, number>) =>
    [...all.values()].reduce((total, each) => total + each, 0);
  try {
    const differences: Difference[] = [];
    let cases = 0;
    for (const [n, { log, model }] of MEASURES.entries()) {
      const [inLog, inModel] = [await counts(log), await counts(model)];
      if (n === 0) cases = sum(inLog);
      for (const key of new Set([...inLog.keys(), ...inModel.keys()])) {
        const difference = { key, shown: inModel.get(key), inLog: inLog.get(key) };
        if (difference.shown !== difference.inLog) differences.push(difference);
      }
    }
    const readings = await counts(
      `select 'all' as key, count(*) from events where type in ('ReadingsRecorded', 'DetectionRecorded')`,
    );
    return { cases, readings: sum(readings), differences };
  } finally {
    await sql.end();
  }
};
