import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import rulesFile from '../../../data/governance/duplicate-rules.json' with { type: 'json' };
import { createDuplicateSearch } from '../../../src/application/find-duplicates.ts';
import { cellOf } from '../../../src/governance/duplicates/cells.ts';
import { duplicateRulesSchema } from '../../../src/governance/index.ts';
import { rowUpserter } from '../../../src/platform/upsert-rows.ts';
import { MIGRATED } from '../../../src/testing/database-templates.ts';
import { createTestDatabase, type TestDatabase } from '../../../src/testing/postgres.ts';
import { openCasesNearby } from './queries.ts';
import { type CaseSearchRow, caseSearch } from './table.ts';

const OPEN = 100_000;
const CENTRE = { lon: 112.56, lat: 37.86 };
const NOW = '2026-11-24T04:00:00.000Z';

let database: TestDatabase;

/** Points of a low-discrepancy sequence over about 18 km by 22 km: a city's built-up area. */
const place = (n: number) => ({
  lon: CENTRE.lon + ((n * 0.754_877_666) % 1) * 0.2 - 0.1,
  lat: CENTRE.lat + ((n * 0.569_840_29) % 1) * 0.2 - 0.1,
});
const row = (n: number): CaseSearchRow => ({
  case_id: `case-${n}`,
  open: true,
  fed_back: n % 5 === 0,
  cell: String(cellOf(place(n))),
  ...place(n),
  reported_at: new Date(Date.parse(NOW) - (n % 500) * 3_600_000).toISOString(),
  source: n % 3 === 0 ? 'gridWorker' : 'public',
  reporter_id: `user-${n % 80}`,
  description: n % 2 === 0 ? `并州路${n % 900}号门前垃圾没人清理` : `平阳路${n % 900}号路灯不亮`,
  address: `并州路${n % 900}号`,
  matter_code: n % 2 === 0 ? 'event-01-10' : 'component-01-37',
  row_id: null,
  device_id: null,
  component_id: null,
});

beforeAll(async () => {
  database = await createTestDatabase(MIGRATED);
  const upsert = rowUpserter<CaseSearchRow>(caseSearch, ['case_id']);
  const chunk = 10_000;
  for (let from = 0; from < OPEN; from += chunk)
    await upsert(
      database.sql,
      Array.from({ length: chunk }, (_, n) => row(from + n)),
    );
  await upsert(
    database.sql,
    Array.from({ length: chunk }, (_, n) => ({ ...row(n), case_id: `ended-${n}`, open: false })),
  );
  await database.sql`analyze case_search`;
});
afterAll(() => database.drop());

const request = { ...CENTRE, reachM: 300, since: '2026-09-24T00:00:00.000Z', limit: 300 };

describe('open cases around a point, among 100,000', () => {
  it('are all those within range, nearest first, and none that has ended', async () => {
    const found = await openCasesNearby(database.sql, { ...request, limit: 2000 });
    const metres = (point: { lon: number; lat: number }) =>
      Math.hypot((point.lon - CENTRE.lon) * 87_893, (point.lat - CENTRE.lat) * 111_320);
    const expected = Array.from({ length: OPEN }, (_, n) => metres(place(n))).filter((m) => m < 300).length;
    expect(expected).toBeGreaterThan(30);
    expect(found.filter((each) => metres(each) < 300)).toHaveLength(expected);
    expect(found.every(({ open }) => open)).toBe(true);
    const order = found.map(metres);
    expect(order.every((each, n) => n === 0 || order[n - 1]! <= each + 0.1)).toBe(true);
  });

  it('are read only through the index of open cells', async () => {
    const { sql } = database;
    const plan = await sql<{ 'QUERY PLAN': string }>`explain (costs off) ${openCasesNearby(sql, request)}`;
    const text = plan.map((line) => line['QUERY PLAN']).join('\n');
    expect(text).toContain('case_search_open');
    expect(text).not.toContain('Seq Scan on case_search');
  });

  it('are found by reading few pages of the table', async () => {
    const { sql } = database;
    const [explained] = await sql<{ 'QUERY PLAN': [{ Plan: Record<string, number> }] }>`
      explain (analyze, buffers, timing off, format json) ${openCasesNearby(sql, request)}`;
    const { Plan: plan } = explained!['QUERY PLAN'][0];
    const [table] = await sql<{
      relpages: number;
    }>`select relpages from pg_class where relname = 'case_search'`;
    const touched = plan['Shared Hit Blocks']! + plan['Shared Read Blocks']!;
    expect(table!.relpages).toBeGreaterThan(1000);
    // About a ninth of them.
    expect(touched).toBeLessThan(table!.relpages / 4);
  });

  it('are turned into candidates for a report in a few milliseconds', async () => {
    const rules = duplicateRulesSchema.parse(rulesFile);
    const limits = new Map<string, number>();
    const search = createDuplicateSearch(database.sql, {
      duplicateRules: () => rules,
      limitHours: () => limits,
    });
    const report = (n: number) => ({
      ...place(n),
      reportedAt: Date.parse(NOW),
      source: 'public' as const,
      reporterId: 'citizen',
      description: `您好，并州路${n % 900}号有垃圾，请尽快处理`,
      address: `并州路${n % 900}号`,
      matterCode: 'event-01-10',
      rowId: null,
      deviceId: null,
      componentId: null,
      fedBack: false,
    });
    const times: number[] = [];
    for (let n = 0; n < 50; n += 2) {
      const started = process.cpuUsage();
      const found = await search(report(n), 'new');
      const { user, system } = process.cpuUsage(started);
      times.push((user + system) / 1000);
      expect(found.map(({ caseId }) => caseId)).toContain(`case-${n}`);
    }
    // Of the processor's time, since other work shares the cores. About 5 ms, most of it to compare the texts.
    expect(times.sort((a, b) => a - b)[12]!).toBeLessThan(40);
  });
});
