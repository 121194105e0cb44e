import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Query } from '../../../src/platform/sql.ts';
import { MIGRATED } from '../../../src/testing/database-templates.ts';
import { createTestDatabase, type TestDatabase } from '../../../src/testing/postgres.ts';
import { CASE_QUEUE_TABLE, CASE_QUEUES } from '../../../src/workflows/index.ts';
import { type CaseFilter, countCases, listCases } from './queries.ts';

const OPEN = 100_000;
const viewer = { userId: 'user-1', scopes: [{ divisionPrefix: '1401', departmentId: null }] };

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase(MIGRATED);
  const { sql } = database;
  // Open cases of a city, and half as many that have ended; one in so many has each mark.
  await sql`
    insert into cases (case_id, case_number, source, stage, description, address, lon, lat, division_code, grid_code,
      matter_code, severity, department_id, overdue, rework_count, alarm_ids, open_alarm_ids, photo_count,
      participants, light, due_at, awaits, open_items, flags, state, reported_at, updated_at, version)
    select 'case-' || n, '140106-' || n, 'gridWorker',
      case when n > ${OPEN} then 'closed' when n % 3 = 0 then 'filed' when n % 700 = 0 then 'auditing' else 'handling' end,
      '路面破损', '并州路', 112.56, 37.86, '14010' || 5 + n % 5, 'grid-' || n % 900,
      'event-' || n % 8 || '-' || n % 90, case when n % 400 = 0 then 'red' end, 'dept-' || n % 40,
      n <= ${OPEN} and n % 300 = 0, 0, '[]', '[]', 0, array['user-' || n % 2000],
      case when n > ${OPEN} then null when n % 300 = 0 then 'red' when n % 250 = 0 then 'yellow' else 'green' end,
      case when n <= ${OPEN} then timestamptz '2026-11-24' + n * interval '1 second' end, '{}',
      case when n % 500 = 0 then array['supervision'] when n % 501 = 0 then array['extension'] when n % 502 = 0 then array['suspended'] else '{}' end,
      case when n % 500 = 0 then array['supervised'] else '{}' end,
      jsonb_build_object('filler', repeat('x', 900)), timestamptz '2026-11-01' + n * interval '1 second',
      timestamptz '2026-11-24', 1
    from generate_series(1, ${OPEN * 1.5}) as n`;
  await sql`vacuum analyze cases`;
});
afterAll(() => database.drop());

/** Pages that a statement reads, and how it reads the table. */
const costOf = async (statement: Query<unknown>) => {
  const [explained] = await database.sql<{ 'QUERY PLAN': [{ Plan: Record<string, number> }] }>`
    explain (analyze, buffers, timing off, format json) ${statement}`;
  const { Plan: plan } = explained!['QUERY PLAN'][0];
  return {
    pages: plan['Shared Hit Blocks']! + plan['Shared Read Blocks']!,
    isScanned: JSON.stringify(plan).includes('"Seq Scan"'),
  };
};

/** The statement that a query sends. */
const sentBy = (ask: (sql: TestDatabase['sql']) => Promise<unknown>): Query<unknown> => {
  let sent: Query<unknown> | undefined;
  const noting = ((parts: TemplateStringsArray, ...values: never[]) => {
    sent = database.sql(parts, ...values);
    return sent;
  }) as TestDatabase['sql'];
  void ask(noting);
  return sent!;
};

const FILTERS: readonly (readonly [string, CaseFilter])[] = [
  // All that are open are counted up to a limit.
  ...CASE_QUEUES.filter((queue) => queue !== 'open').map(
    (queue) => [queue, CASE_QUEUE_TABLE[queue].filter] as const,
  ),
  ['a category', { open: true, matterPrefix: 'event-3-43' }],
  ['a grid', { open: true, gridCode: 'grid-17' }],
  ['flags', { open: true, flags: ['supervised'] }],
  ['urgent ones', { open: true, urgent: true }],
  ['my own', { open: true, mine: true }],
];

describe('cases of a city, among 100,000 open ones', () => {
  it.each(FILTERS)('are listed and counted without reading them all: %s', async (_name, filter) => {
    const list = await costOf(sentBy((sql) => listCases(sql, viewer, filter, { limit: 50 }, 'dueAt')));
    const count = await costOf(sentBy((sql) => countCases(sql, viewer, filter, 999)));
    expect([list.isScanned, count.isScanned]).toEqual([false, false]);
    expect(list.pages).toBeLessThan(2500);
    expect(count.pages).toBeLessThan(2500);
  });

  it('are counted up to a limit', async () => {
    expect(await countCases(database.sql, viewer, { open: true }, 999)).toEqual({ count: 999, isMore: true });
    expect(await countCases(database.sql, viewer, { overdue: true }, 999)).toEqual({
      count: 333,
      isMore: false,
    });
  });
});
