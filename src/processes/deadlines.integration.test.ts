import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dueCases } from '../../projections/governance/case-list/queries.ts';
import { readCaseTiming } from '../application/case-timing.ts';
import { caseStream } from '../governance/index.ts';
import { silentLogger } from '../platform/logger.ts';
import { type Product, startProduct, YINGZE } from '../testing/product.ts';
import { createSteppedClock } from '../testing/stepped-clock.ts';
import { startDeadlineWatch } from './deadlines.ts';

/** A Wednesday, 09:00 in Asia/Shanghai. */
const START = '2026-03-04T01:00:00.000Z';
const clock = createSteppedClock(START);
let product: Product;
let worker: string;

beforeAll(async () => {
  product = await startProduct({ YIWANG_SESSION_HOURS: '100000' }, clock);
  worker = await product.signIn('gridWorker', '1401');
});
afterAll(() => product.stop());

const report = async (): Promise<string> => {
  const body = { description: '井盖缺失', location: YINGZE };
  return (await product.call(worker, 'POST', '/api/v1/cases', body)).body.caseId as string;
};
const tick = () => product.server.deadlines.tick();
const lightsOf = async (caseId: string) => {
  const events = await product.server.core.store.readStream(caseStream(caseId));
  return events.flatMap(({ type, data }) =>
    type === 'CaseLightChanged' ? [(data as { light: string }).light] : [],
  );
};

describe('the watch of deadlines', () => {
  it('turns due timers into events, once, however the clock is stepped', async () => {
    clock.set(START);
    const caseId = await report();
    clock.forward(11);
    expect(await tick()).toBe(0);
    // Acceptance has 15 minutes: yellow after 12.
    clock.forward(1);
    expect(await tick()).toBe(1);
    expect(await lightsOf(caseId)).toEqual(['yellow']);
    clock.forward(-60);
    expect(await tick()).toBe(0);
    clock.forward(64);
    expect(await tick()).toBe(1);
    expect(await lightsOf(caseId)).toEqual(['yellow', 'red']);
    for (const minutes of [-10_000, 20_000]) {
      clock.forward(minutes);
      expect(await tick()).toBe(0);
    }
    const shown = await product.call(worker, 'GET', `/api/v1/cases/${caseId}`);
    expect(shown.body).toMatchObject({ light: 'red', clock: 'accept' });
  });

  it('records everything once after a jump past all thresholds, with several processes', async () => {
    clock.set('2026-04-01T01:00:00.000Z');
    const ids = await Promise.all(Array.from({ length: 120 }, report));
    clock.forward(24 * 60);
    const { store, sql } = product.server.core;
    const timing = await readCaseTiming(store);
    const second = startDeadlineWatch({
      store,
      sql,
      clock,
      logger: silentLogger,
      timing: () => timing,
      waitFor: (position) => product.server.engine.waitFor(position),
    });
    const counts = await Promise.all([tick(), second.tick()]);
    // A restart: another watch, which knows nothing of the first.
    expect(await second.tick()).toBe(0);
    await second.stop();
    expect(counts[0] + counts[1]).toBe(ids.length);
    for (const id of ids.slice(0, 20)) expect(await lightsOf(id)).toEqual(['yellow', 'red']);
  });

  it('reads only the index of due timers, not the 100,000 open cases', async () => {
    const { sql } = product.server.core;
    await sql`
      insert into cases (case_id, case_number, source, stage, description, address, lon, lat, division_code, overdue, rework_count,
        alarm_ids, open_alarm_ids, photo_count, participants, reported_at, updated_at, version, next_due_at)
      select 'open-' || n, 'n-' || n, 'public', 'reported', '', '', 112.5, 37.8, '140106', false, 0, '[]', '[]', 0, '{}',
        ${START}::timestamptz, ${START}::timestamptz, 1, '2030-01-01'::timestamptz + n * interval '1 minute'
      from generate_series(1, 100000) as n`;
    await sql`analyze cases`;
    const [row] = await sql<{ 'QUERY PLAN': readonly [{ Plan: PlanNode }] }>`
      explain (analyze, format json) ${dueCases(sql, '2030-01-01T00:03:00.000Z', 1000)}`;
    const nodes = flatten(row!['QUERY PLAN'][0].Plan);
    expect(nodes.map((node) => node['Index Name'])).toContain('cases_next_due');
    expect(Math.max(...nodes.map((node) => node['Actual Rows']))).toBe(3);
    expect(nodes.some((node) => node['Node Type'] === 'Seq Scan')).toBe(false);
    await sql`delete from cases where case_id like 'open-%'`;
  });
});

interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Index Name'?: string;
  readonly 'Actual Rows': number;
  readonly Plans?: readonly PlanNode[];
}
const flatten = (node: PlanNode): readonly PlanNode[] => [node, ...(node.Plans ?? []).flatMap(flatten)];
