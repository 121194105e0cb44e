import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type City, checkCity, cityStart, runCity } from '../../simulators/city/city.ts';
import { createCityClient } from '../../simulators/city/client.ts';
import { DISTRICT } from '../../simulators/city/district.ts';
import { reportOf } from '../../simulators/city/report.ts';
import { PASSWORD, type Product, startProduct } from '../testing/product.ts';
import { createSteppedClock } from '../testing/stepped-clock.ts';

const clock = createSteppedClock(cityStart());
const DAYS = 5;
const CASES = 60;
let product: Product;
let city: City;

beforeAll(async () => {
  product = await startProduct(
    { YIWANG_SESSION_HOURS: '100000', YIWANG_PASSWORD_FORCE_CHANGE: 'false', YIWANG_ARCHIVE_AFTER_DAYS: '0' },
    clock,
  );
  await product.addUser('city-administrator', 'administrator');
  await product.addUser('city-security-administrator', 'securityAdministrator');
  city = await runCity({
    baseUrl: product.baseUrl,
    databaseUrl: product.database.url,
    administrators: {
      system: { name: 'city-administrator', password: PASSWORD },
      security: { name: 'city-security-administrator', password: PASSWORD },
    },
    time: { set: clock.set, notice: () => product.server.deadlines.tick() },
    seed: 20_261_124,
    cases: CASES,
    days: DAYS,
  });
}, 180_000);
afterAll(() => product.stop());

/** The check again, after something was changed behind the product's back. */
const checkAgain = async () => {
  const client = createCityClient(product.baseUrl);
  const token = await product.signIn('leader', DISTRICT.code);
  const at = new Date(clock.now()).toISOString();
  try {
    return (await checkCity(client, { token }, product.database.url, at)).differences;
  } finally {
    client.close();
  }
};

describe('a simulation of some days of a district', () => {
  it('shows the counts and deadlines that follow from the raw events, whatever happened to the cases', () => {
    expect(city.differences).toEqual([]);
    const report = reportOf(city.snapshot, 0, city.differences.length);
    expect(report.reported).toBe(CASES);
    const { closed, voided, returned, reworked, extended, suspended, overdue } = report;
    for (const count of [closed, voided, returned, reworked, extended, suspended, overdue])
      expect(count).toBeGreaterThan(0);
    expect(closed).toBeGreaterThan(CASES / 3);
  });

  it('files cases with limits in every unit of the standard', () => {
    const units = city.snapshot.cases.flatMap(({ clocks }) =>
      clocks.flatMap(({ clock: name, unit }) => (name === 'handle' ? [unit] : [])),
    );
    expect(new Set(units)).toEqual(new Set(['workDay', 'workHour', 'urgentDay', 'urgentHour']));
  });

  it('finds a deadline that was changed in a read model, with its case', async () => {
    const { sql } = product.server.core;
    const [row] = await sql<{ case_id: string; case_number: string }>`
      update cases set deadline = deadline + interval '1 minute'
      where case_id = (select case_id from cases where deadline is not null order by case_number limit 1)
      returning case_id, case_number`;
    expect(await checkAgain()).toMatchObject([{ caseNumber: row!.case_number, what: 'deadline' }]);
    await sql`update cases set deadline = deadline - interval '1 minute' where case_id = ${row!.case_id}`;
    expect(await checkAgain()).toEqual([]);
  });

  it('finds a wrong deadline in an event, and a wrong count', async () => {
    const { sql } = product.server.core;
    await sql`update board_counts set cases = cases + 1 where stage = 'closed' and light = '' and department_id <> ''
      and ctid = (select ctid from board_counts where stage = 'closed' limit 1)`;
    const [event] = await sql<{ number: string }>`
      update events set data = jsonb_set(data::jsonb, '{deadline}', '"2026-12-24T00:00:00.000Z"')::text
      where type = 'CaseDispatched' and position = (select min(position) from events where type = 'CaseDispatched')
      returning data::jsonb ->> 'caseId' as number`;
    const dispatched = city.snapshot.cases.find(({ caseId }) => caseId === event!.number)!;
    const found = await checkAgain();
    expect(found).toContainEqual(
      expect.objectContaining({
        caseNumber: dispatched.caseNumber,
        what: 'CaseDispatched handle deadline',
        shown: '2026-12-24T00:00:00.000Z',
      }),
    );
    expect(found).toContainEqual(expect.objectContaining({ caseNumber: null, what: 'stage closed' }));
  });
});
