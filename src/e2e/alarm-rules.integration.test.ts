import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type AlarmPeople,
  type AlarmPerson,
  at,
  noiseRule,
  startAlarmPeople,
} from '../testing/alarm-people.ts';

let people: AlarmPeople;
let call: AlarmPeople['call'];
let list: AlarmPeople['list'];

beforeAll(async () => {
  people = await startAlarmPeople();
  ({ call, list } = people);
});
afterAll(() => people.product.stop());

const publish = (
  who: AlarmPerson,
  ruleId: string,
  body: Record<string, unknown>,
  headers: Record<string, string> = {},
) => call(who, 'PUT', `/alarm-rules/${ruleId}`, body, headers);

describe('alarm rules', () => {
  it('are checked without being published, and a reference to something missing is reported', async () => {
    const good = await publish('admin', 'noise-night?dryRun=true', noiseRule());
    expect(good).toMatchObject({ status: 200, body: { valid: true, ruleVersion: 1, problems: [] } });
    const bad = noiseRule({
      condition: { ...noiseRule().condition, indicator: 'loudness' },
      deviceIds: ['noise-yingze', 'air-yingze'],
    });
    const checked = await publish('admin', 'noise-night?dryRun=true', bad);
    expect(checked.body).toMatchObject({
      valid: false,
      problems: [
        { path: 'condition.indicator', code: 'unknownIndicator' },
        { path: 'deviceIds.1', code: 'otherModel' },
      ],
    });
    const crossed = noiseRule({ condition: { ...noiseRule().condition, clearAt: 60 } });
    expect((await publish('admin', 'noise-night?dryRun=true', crossed)).status).toBe(400);
    const caseless = await publish('admin', 'noise-night?dryRun=true', noiseRule({ caseScope: 'device' }));
    expect(caseless.body).toMatchObject({ valid: false, problems: [{ code: 'malformed' }] });
    expect(await publish('admin', 'noise-night', bad)).toMatchObject({
      status: 422,
      body: { code: 'alarmRuleInvalid', problems: [{ code: 'unknownIndicator' }, { code: 'otherModel' }] },
    });
    expect((await call('admin', 'GET', '/alarm-rules/noise-night')).status).toBe(404);
  });

  it('are published in versions, once per idempotency key, and never over somebody else’s change', async () => {
    const key = { 'idempotency-key': 'noise-1' };
    const first = await publish('admin', 'noise-night', noiseRule(), key);
    expect(first).toMatchObject({ status: 200, body: { ruleId: 'noise-night', ruleVersion: 1 } });
    const again = await publish('admin', 'noise-night', noiseRule(), key);
    expect(again.body).toMatchObject({ ruleVersion: 1 });
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect(await publish('admin', 'noise-night', noiseRule({ severity: 'red' }), key)).toMatchObject({
      status: 422,
      body: { code: 'idempotencyKeyReused' },
    });
    expect((await publish('admin', 'noise-night', noiseRule())).body).toMatchObject({ ruleVersion: 1 });
    const etag = first.headers.get('etag')!;
    const second = await publish('admin', 'noise-night', noiseRule({ severity: 'orange' }), {
      'if-match': etag,
    });
    expect(second.body).toMatchObject({ ruleVersion: 2, severity: 'orange' });
    expect(await publish('admin', 'noise-night', noiseRule(), { 'if-match': etag })).toMatchObject({
      status: 412,
    });
    const one = await call('worker', 'GET', '/alarm-rules/noise-night');
    expect(one.headers.get('etag')).toBe('"2"');
    expect(one.body).toMatchObject({
      ruleVersion: 2,
      severity: 'orange',
      retired: false,
      history: [
        { type: 'AlarmRulePublished', data: { ruleVersion: 2, severity: 'orange' } },
        { type: 'AlarmRulePublished', data: { ruleVersion: 1, severity: 'yellow' } },
      ],
    });
  });

  it('may be managed only by those who manage every place that they apply to', async () => {
    people.passMinute();
    expect(await publish('manager', 'noise-night', noiseRule())).toMatchObject({ status: 403 });
    const mine = noiseRule({ deviceIds: ['noise-yingze'] });
    expect((await publish('worker', 'noise-yingze', mine)).status).toBe(403);
    expect((await publish('datong', 'noise-yingze', mine)).status).toBe(403);
    expect((await publish('manager', 'noise-yingze', mine)).status).toBe(200);
    const both = noiseRule({ deviceIds: ['noise-yingze', 'noise-datong'] });
    // A device of another division is as unknown as one that does not exist.
    expect(await publish('manager', 'noise-both', both)).toMatchObject({
      status: 422,
      body: { code: 'alarmRuleInvalid' },
    });
    // Nor by taking over a rule that applies elsewhere.
    const theirs = noiseRule({ deviceIds: ['noise-datong'] });
    expect(await publish('datong', 'noise-yingze', theirs)).toMatchObject({
      status: 409,
      body: { code: 'alreadyExists' },
    });
    expect((await publish('manager', 'noise-night', mine)).status).toBe(403);
    const retire = (who: AlarmPerson) =>
      call(who, 'POST', '/alarm-rules/noise-yingze/retirement', { reason: '改用全省规则' });
    expect(await retire('datong')).toMatchObject({ status: 404, body: { code: 'alarmRuleUnknown' } });
    expect(await retire('manager')).toMatchObject({ status: 200, body: { retired: true } });
    expect(await retire('manager')).toMatchObject({ status: 409, body: { code: 'alarmRuleRetired' } });
  });

  it('are listed by kind, severity, model, device and words, sorted and in pages', async () => {
    const ids = async (query: string) =>
      (await list('worker', `/alarm-rules?${query}`)).map(({ ruleId }) => ruleId);
    expect(await ids('model=noise-meter&retired=true')).toEqual(['noise-yingze']);
    expect(await ids('family=environmental&retired=true')).toEqual(['noise-yingze']);
    expect(await ids('family=none')).toEqual([]);
    expect(await ids('severity=orange&kind=threshold&text=噪声偏')).toEqual(['noise-night']);
    expect(await ids('device=noise-datong&retired=false')).toContain('noise-night');
    expect(await ids('device=noise-datong')).not.toContain('noise-yingze');
    expect((await ids('sort=publishedAt&limit=1'))[0]).toBe('noise-yingze');
    for (const sort of ['ruleId', 'name', 'publishedAt']) {
      const paged: unknown[] = [];
      let cursor = '';
      do {
        const { body } = await call('worker', 'GET', `/alarm-rules?limit=3&sort=${sort}${cursor}`);
        paged.push(...body.items.map(({ ruleId }) => ruleId));
        cursor = body.nextCursor === null ? '' : `&cursor=${body.nextCursor}`;
      } while (cursor !== '');
      expect(paged, sort).toEqual(await ids(`limit=500&sort=${sort}`));
      expect(new Set(paged).size, sort).toBe(paged.length);
    }
  });
});

describe('silences', () => {
  const define = (who: AlarmPerson, body: Record<string, unknown>, headers: Record<string, string> = {}) =>
    call(who, 'POST', '/alarm-silences', body, headers);
  const maintenance = (changes: Record<string, unknown> = {}) => ({
    scope: { deviceId: 'noise-yingze' },
    from: at(0),
    to: at(60),
    reason: '校准',
    ...changes,
  });

  it('are defined, seen and ended by people with the right in the division that they cover', async () => {
    expect((await define('worker', maintenance())).status).toBe(403);
    expect(await define('datong', maintenance())).toMatchObject({
      status: 404,
      body: { code: 'deviceUnknown' },
    });
    const silence = await define('manager', maintenance(), { 'idempotency-key': 'calibration' });
    expect(silence).toMatchObject({
      status: 201,
      body: { divisionCode: '140106', scope: { deviceId: 'noise-yingze' } },
    });
    const again = await define('manager', maintenance(), { 'idempotency-key': 'calibration' });
    expect(again.body.silenceId).toBe(silence.body.silenceId);
    const path = `/alarm-silences/${silence.body.silenceId}`;
    expect((await call('worker', 'GET', path)).body).toMatchObject({ state: 'active', reason: '校准' });
    expect(await call('datong', 'GET', path)).toMatchObject({
      status: 404,
      body: { code: 'silenceUnknown' },
    });
    expect(await list('datong', '/alarm-silences')).toEqual([]);
    expect((await call('worker', 'POST', `${path}/end`)).status).toBe(403);
    people.passMinute();
    expect(await call('dispatcher', 'POST', `${path}/end`)).toMatchObject({
      status: 200,
      body: { endedAt: new Date(people.now()).toISOString() },
    });
    expect(await call('dispatcher', 'POST', `${path}/end`)).toMatchObject({
      status: 409,
      body: { code: 'silenceOver' },
    });
    expect((await call('worker', 'GET', path)).body).toMatchObject({
      state: 'past',
      endedAt: new Date(people.now()).toISOString(),
    });
  });

  it('cover the whole province unless limited to a place', async () => {
    const scopes = [{ modelId: 'noise-meter' }, { ruleId: 'noise-night' }];
    for (const scope of scopes) expect((await define('dispatcher', maintenance({ scope }))).status).toBe(403);
    const narrowed = { modelId: 'noise-meter', divisionCode: '1401' };
    expect((await define('manager', maintenance({ scope: narrowed }))).status).toBe(403);
    expect(await define('dispatcher', maintenance({ scope: narrowed }))).toMatchObject({
      status: 201,
      body: { divisionCode: '1401' },
    });
    const whole = await define('admin', maintenance({ scope: scopes[0] }));
    expect(whole.body).toMatchObject({ divisionCode: '14' });
    // Whom it silences may see it, and not end it.
    const path = `/alarm-silences/${whole.body.silenceId}`;
    expect((await call('datong', 'GET', path)).status).toBe(200);
    expect((await list('datong', '/alarm-silences')).map(({ divisionCode }) => divisionCode)).toEqual(['14']);
    expect((await call('datong', 'POST', `${path}/end`)).status).toBe(403);
    expect(await list('admin', '/alarm-silences?division=140213')).toHaveLength(1);
  });

  it('are refused without a scope, for things that do not exist, and beyond the longest duration', async () => {
    expect((await define('admin', maintenance({ scope: {} }))).status).toBe(400);
    expect((await define('admin', maintenance({ scope: { colour: 'red' } }))).status).toBe(400);
    expect(await define('admin', maintenance({ scope: { deviceId: 'none' } }))).toMatchObject({
      body: { code: 'deviceUnknown' },
    });
    expect(await define('admin', maintenance({ scope: { gridCode: 'none' } }))).toMatchObject({
      body: { code: 'gridNotFound' },
    });
    expect(await define('admin', maintenance({ scope: { divisionCode: '149999' } }))).toMatchObject({
      body: { code: 'unknownDivision' },
    });
    for (const [from, to] of [
      [at(0), at(31 * 24 * 60)],
      [at(60), at(0)],
      [at(-60), at(-30)],
    ])
      expect(await define('admin', maintenance({ from, to }))).toMatchObject({
        status: 422,
        body: { code: 'silencePeriodInvalid' },
      });
  });

  it('are listed as active, future and past', async () => {
    await define('manager', maintenance({ from: at(600), to: at(660) }));
    const count = async (state: string) => (await list('admin', `/alarm-silences?state=${state}`)).length;
    expect([await count('active'), await count('future'), await count('past')]).toEqual([2, 1, 1]);
    const all = await list('admin', '/alarm-silences');
    expect(all.map(({ state }) => state)).toEqual(expect.arrayContaining(['active', 'future', 'past']));
    const paged: unknown[] = [];
    let cursor = '';
    do {
      const { body } = await call('admin', 'GET', `/alarm-silences?limit=1${cursor}`);
      paged.push(...body.items);
      cursor = body.nextCursor === null ? '' : `&cursor=${body.nextCursor}`;
    } while (cursor !== '');
    expect(paged).toEqual(all);
  });
});
