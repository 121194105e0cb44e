import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createReadModels } from '../../projections/index.ts';
import { newId } from '../platform/ids.ts';
import { rebuildProjections } from '../projection-engine/rebuild.ts';
import type { AlarmRaised, AlarmStormBegan, AlarmStormEnded } from '../sensing/events.ts';
import { type Product, startProduct, YINGZE } from '../testing/product.ts';

const MINUTE = 60_000;
/** 10:00 in Shanghai. */
const START = Date.parse('2026-06-01T02:00:00.000Z');
/** In Datong, another city than YINGZE's. */
const DATONG = { lon: 113.3, lat: 40.08 };
let now = START;
let product: Product;
const tokens: Record<string, string> = {};

const at = (minutes: number): string => new Date(START + minutes * MINUTE).toISOString();
const call = (
  who: string,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
) => product.call(tokens[who], method, `/api/v1${path}`, body, headers);
const list = async (who: string, path: string) => (await call(who, 'GET', path)).body.items;
const append = (stream: string, event: { readonly type: string; readonly data: unknown }) =>
  product.server.core.store.append({
    stream,
    expected: 'any',
    events: [{ id: newId(), ...event, meta: { actor: 'process:test' } }],
  });

const rule = (changes: Record<string, unknown> = {}) => ({
  name: '夜间噪声偏高',
  modelId: 'noise-meter',
  deviceIds: null,
  condition: {
    kind: 'threshold',
    indicator: 'leq',
    direction: 'above',
    raiseAt: 55,
    clearAt: 50,
    forSeconds: 0,
  },
  severity: 'yellow',
  caseScope: 'none',
  matterCode: null,
  source: 'GB 3096—2008 表 1',
  ...changes,
});
const publish = (
  who: string,
  ruleId: string,
  body: Record<string, unknown>,
  headers: Record<string, string> = {},
) => call(who, 'PUT', `/alarm-rules/${ruleId}`, body, headers);

beforeAll(async () => {
  product = await startProduct({ YIWANG_SESSION_HOURS: '100000' }, { now: () => now });
  tokens.admin = await product.signIn('administrator');
  tokens.manager = await product.signIn('deviceManager', '140106');
  tokens.datong = await product.signIn('deviceManager', '1402');
  tokens.dispatcher = await product.signIn('dispatcher', '1401');
  tokens.worker = await product.signIn('gridWorker', '140106');
  await product.addDevice('noise-yingze', 'noise-meter', YINGZE);
  await product.addDevice('noise-datong', 'noise-meter', DATONG);
  await product.addDevice('air-yingze', 'air-station', YINGZE);
  await product.settle();
});
afterAll(() => product.stop());

describe('alarm rules', () => {
  it('are checked without being published, and a reference to something missing is reported', async () => {
    const good = await publish('admin', 'noise-night?dryRun=true', rule());
    expect(good).toMatchObject({ status: 200, body: { valid: true, ruleVersion: 1, problems: [] } });
    const bad = rule({
      condition: { ...rule().condition, indicator: 'loudness' },
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
    const crossed = rule({ condition: { ...rule().condition, clearAt: 60 } });
    expect((await publish('admin', 'noise-night?dryRun=true', crossed)).status).toBe(400);
    const caseless = await publish('admin', 'noise-night?dryRun=true', rule({ caseScope: 'device' }));
    expect(caseless.body).toMatchObject({ valid: false, problems: [{ code: 'malformed' }] });
    expect(await publish('admin', 'noise-night', bad)).toMatchObject({
      status: 422,
      body: { code: 'alarmRuleInvalid', problems: [{ code: 'unknownIndicator' }, { code: 'otherModel' }] },
    });
    expect((await call('admin', 'GET', '/alarm-rules/noise-night')).status).toBe(404);
  });

  it('are published in versions, once per idempotency key, and never over somebody else’s change', async () => {
    const key = { 'idempotency-key': 'noise-1' };
    const first = await publish('admin', 'noise-night', rule(), key);
    expect(first).toMatchObject({ status: 200, body: { ruleId: 'noise-night', ruleVersion: 1 } });
    const again = await publish('admin', 'noise-night', rule(), key);
    expect(again.body).toMatchObject({ ruleVersion: 1 });
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect(await publish('admin', 'noise-night', rule({ severity: 'red' }), key)).toMatchObject({
      status: 422,
      body: { code: 'idempotencyKeyReused' },
    });
    expect((await publish('admin', 'noise-night', rule())).body).toMatchObject({ ruleVersion: 1 });
    const etag = first.headers.get('etag')!;
    const second = await publish('admin', 'noise-night', rule({ severity: 'orange' }), { 'if-match': etag });
    expect(second.body).toMatchObject({ ruleVersion: 2, severity: 'orange' });
    expect(await publish('admin', 'noise-night', rule(), { 'if-match': etag })).toMatchObject({
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
    now += MINUTE;
    expect(await publish('manager', 'noise-night', rule())).toMatchObject({ status: 403 });
    const mine = rule({ deviceIds: ['noise-yingze'] });
    expect((await publish('worker', 'noise-yingze', mine)).status).toBe(403);
    expect((await publish('datong', 'noise-yingze', mine)).status).toBe(403);
    expect((await publish('manager', 'noise-yingze', mine)).status).toBe(200);
    const both = rule({ deviceIds: ['noise-yingze', 'noise-datong'] });
    // A device of elsewhere is as unknown as one that is not there.
    expect(await publish('manager', 'noise-both', both)).toMatchObject({
      status: 422,
      body: { code: 'alarmRuleInvalid' },
    });
    // Neither by taking a rule over that holds elsewhere.
    const theirs = rule({ deviceIds: ['noise-datong'] });
    expect(await publish('datong', 'noise-yingze', theirs)).toMatchObject({
      status: 409,
      body: { code: 'alreadyExists' },
    });
    expect((await publish('manager', 'noise-night', mine)).status).toBe(403);
    const retire = (who: string) =>
      call(who, 'POST', '/alarm-rules/noise-yingze/retirement', { reason: '改用全省规则' });
    expect(await retire('datong')).toMatchObject({ status: 404, body: { code: 'alarmRuleUnknown' } });
    expect(await retire('manager')).toMatchObject({ status: 200, body: { retired: true } });
    expect(await retire('manager')).toMatchObject({ status: 409, body: { code: 'alarmRuleRetired' } });
  });

  it('are listed by kind, severity, model, device and words, sorted and in pages', async () => {
    const ids = async (query: string) =>
      (await list('worker', `/alarm-rules?${query}`)).map(({ ruleId }) => ruleId);
    expect(await ids('model=noise-meter&retired=true')).toEqual(['noise-yingze']);
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
  const define = (who: string, body: Record<string, unknown>, headers: Record<string, string> = {}) =>
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
    now += MINUTE;
    expect(await call('dispatcher', 'POST', `${path}/end`)).toMatchObject({
      status: 200,
      body: { endedAt: new Date(now).toISOString() },
    });
    expect(await call('dispatcher', 'POST', `${path}/end`)).toMatchObject({
      status: 409,
      body: { code: 'silenceOver' },
    });
    expect((await call('worker', 'GET', path)).body).toMatchObject({
      state: 'past',
      endedAt: new Date(now).toISOString(),
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

const raised = (alarmId: string, minute: number, more: Partial<AlarmRaised['data']> = {}): AlarmRaised => ({
  type: 'AlarmRaised',
  data: {
    alarmId,
    ruleId: 'noise-night',
    ruleVersion: 2,
    ruleName: '夜间噪声偏高',
    deviceId: 'noise-yingze',
    deviceName: 'noise-yingze',
    subject: 'leq',
    severity: 'blue',
    value: 61,
    threshold: 55,
    unit: 'dB(A)',
    since: at(minute),
    observedAt: at(minute),
    divisionCode: '140106',
    gridCode: '140106G0001',
    location: YINGZE,
    caseKey: null,
    matterCode: null,
    ...more,
  },
});

describe('alarms', () => {
  beforeAll(async () => {
    const alarms = [
      raised('a-1', 10),
      raised('a-2', 20, { severity: 'red', gridCode: null }),
      raised('a-3', 30, { deviceIds: ['noise-yingze', 'noise-second'] }),
      raised('a-4', 40, {
        severity: 'red',
        divisionCode: '140213',
        gridCode: null,
        deviceId: 'noise-datong',
      }),
    ];
    for (const alarm of alarms) await append(`alarm-${alarm.data.alarmId}`, alarm);
    await product.settle();
  });
  const ids = async (who: string, query: string) =>
    (await list(who, `/alarms?${query}`)).map(({ alarmId }) => alarmId);

  it('are found by kind, place and time', async () => {
    expect(await ids('admin', '')).toEqual(['a-4', 'a-3', 'a-2', 'a-1']);
    expect(await ids('worker', '')).toEqual(['a-3', 'a-2', 'a-1']);
    expect(await ids('admin', 'sort=oldest')).toEqual(['a-1', 'a-2', 'a-3', 'a-4']);
    expect(await ids('admin', 'sort=severity')).toEqual(['a-4', 'a-2', 'a-3', 'a-1']);
    expect(await ids('admin', 'device=noise-second')).toEqual(['a-3']);
    expect(await ids('admin', 'grid=140106G0001&rule=noise-night')).toEqual(['a-3', 'a-1']);
    expect(await ids('admin', `from=${at(20)}&to=${at(40)}`)).toEqual(['a-3', 'a-2']);
    expect(await ids('admin', 'division=1402')).toEqual(['a-4']);
    for (const sort of ['latest', 'oldest', 'severity']) {
      const paged: unknown[] = [];
      let cursor = '';
      do {
        const { body } = await call('admin', 'GET', `/alarms?limit=1&sort=${sort}${cursor}`);
        paged.push(...body.items.map(({ alarmId }) => alarmId));
        cursor = body.nextCursor === null ? '' : `&cursor=${body.nextCursor}`;
      } while (cursor !== '');
      expect(paged, sort).toEqual(await ids('admin', `sort=${sort}`));
    }
    const [spatial] = await list('admin', '/alarms?device=noise-second');
    expect(spatial).toMatchObject({
      deviceIds: ['noise-yingze', 'noise-second'],
      escalations: [],
      stormId: null,
    });
  });

  it('can be made more serious by a person, never less, until they clear', async () => {
    const escalate = (who: string, severity: string) =>
      call(who, 'POST', '/alarms/a-1/escalation', { severity, opinion: '居民多次投诉' });
    expect((await escalate('worker', 'orange')).status).toBe(403);
    expect(await escalate('datong', 'orange')).toMatchObject({
      status: 404,
      body: { code: 'alarmUnknown' },
    });
    expect(await escalate('manager', 'orange')).toMatchObject({ status: 200, body: { severity: 'orange' } });
    expect(await escalate('manager', 'yellow')).toMatchObject({
      status: 409,
      body: { code: 'alarmNotMoreSerious' },
    });
    expect((await call('worker', 'GET', '/alarms/a-1')).body).toMatchObject({
      severity: 'orange',
      escalations: [{ from: 'blue', severity: 'orange', cause: 'person', opinion: '居民多次投诉' }],
    });
    await call('manager', 'POST', '/alarms/a-1/acknowledgement', { opinion: '已派人' });
    expect(await ids('admin', 'acknowledged=true')).toEqual(['a-1']);
    await append('alarm-a-1', {
      type: 'AlarmCleared',
      data: { alarmId: 'a-1', value: 40, observedAt: at(50), cause: 'recovered' },
    });
    await product.settle();
    expect(await escalate('manager', 'red')).toMatchObject({ body: { code: 'alarmClearedAlready' } });
    expect(await ids('admin', 'state=cleared')).toEqual(['a-1']);
  });

  it('have a timeline of everything that happened to them', async () => {
    const timeline = await list('worker', '/alarms/a-1/timeline');
    expect(timeline).toMatchObject([
      { type: 'AlarmRaised', version: 1 },
      { type: 'AlarmEscalated', data: { cause: 'person' } },
      { type: 'AlarmAcknowledged', data: { opinion: '已派人' } },
      { type: 'AlarmCleared', data: { cause: 'recovered' } },
    ]);
    for (const alarmId of ['a-1', 'none'])
      expect(await call('datong', 'GET', `/alarms/${alarmId}/timeline`)).toMatchObject({
        status: 404,
        body: { code: 'alarmUnknown' },
      });
  });
});

describe('storms', () => {
  const began = (stormId: string, divisionCode: string, minute: number): AlarmStormBegan => ({
    type: 'AlarmStormBegan',
    data: { stormId, divisionCode, raised: 3, policyVersion: 1, at: at(minute) },
  });
  const ended: AlarmStormEnded = {
    type: 'AlarmStormEnded',
    data: { stormId: 's-1', divisionCode: '140106', raised: 4, at: at(90) },
  };

  it('are listed with their alarms, open ones first', async () => {
    const inStorm = { stormId: 's-1' };
    // An alarm may be in the log before the beginning of its storm.
    await append('alarm-b-1', raised('b-1', 60, inStorm));
    await append('storm-s-1', began('s-1', '140106', 60));
    await append('alarm-b-2', raised('b-2', 61, { ...inStorm, severity: 'orange' }));
    await append('alarm-b-2', {
      type: 'AlarmCleared',
      data: { alarmId: 'b-2', value: 40, observedAt: at(62), cause: 'recovered' },
    });
    await append('storm-s-1', ended);
    await append('storm-s-2', began('s-2', '140106', 30));
    await append('storm-s-3', began('s-3', '140213', 100));
    await product.settle();
    const storms = await list('worker', '/alarm-storms');
    expect(storms).toMatchObject([
      { stormId: 's-2', state: 'open', raised: 0, raisedBefore: 3 },
      {
        stormId: 's-1',
        state: 'ended',
        divisionName: '迎泽区',
        raised: 2,
        active: 1,
        bySeverity: { blue: 1, orange: 1 },
        endedAt: at(90),
      },
    ]);
    expect((await list('admin', '/alarm-storms?state=open')).map(({ stormId }) => stormId)).toEqual([
      's-3',
      's-2',
    ]);
    const [first] = (await call('admin', 'GET', '/alarm-storms?limit=1')).body.items;
    const { body } = await call('admin', 'GET', '/alarm-storms?limit=1');
    expect(first).toMatchObject({ stormId: 's-3' });
    const rest = await list('admin', `/alarm-storms?limit=5&cursor=${body.nextCursor}`);
    expect(rest.map(({ stormId }) => stormId)).toEqual(['s-2', 's-1']);
    expect(await call('datong', 'GET', '/alarm-storms/s-1')).toMatchObject({
      status: 404,
      body: { code: 'stormUnknown' },
    });
    expect((await call('worker', 'GET', '/alarm-storms/s-1')).body).toMatchObject({ policyVersion: 1 });
    const alarms = await list('worker', '/alarms?storm=s-1');
    expect(alarms.map(({ alarmId }) => alarmId)).toEqual(['b-2', 'b-1']);
    expect((await list('worker', '/alarms?storm=none')).map(({ alarmId }) => alarmId)).not.toContain('b-1');
  });

  it('follow the policy, which is published for the province', async () => {
    const shown = await call('worker', 'GET', '/alarm-policy');
    expect(shown.body).toMatchObject({ policyVersion: 1, storm: { exemptFrom: 'red' } });
    const storm = { count: 20, windowSeconds: 60, calmSeconds: 300, exemptFrom: 'orange' };
    const put = (who: string, body: unknown, headers = {}) =>
      call(who, 'PUT', '/alarm-policy', body, headers);
    expect((await put('manager', { storm, source: '市里约定' })).status).toBe(403);
    expect((await put('admin', { storm: { ...storm, count: 1 }, source: '市里约定' })).status).toBe(400);
    const ifMatch = { 'if-match': shown.headers.get('etag')! };
    expect((await put('admin', { storm, source: '市里约定' }, ifMatch)).body).toMatchObject({
      policyVersion: 2,
    });
    expect((await put('admin', { storm, source: '市里再约定' }, ifMatch)).status).toBe(412);
    expect((await call('worker', 'GET', '/alarm-policy')).body).toMatchObject({ storm });
  });
});

describe('the read models of alarms', () => {
  it('are the same when rebuilt from the log', async () => {
    const rows = async () => {
      const found: Record<string, unknown> = {};
      for (const table of ['alarms', 'alarm_rules', 'alarm_silences', 'alarm_storms'])
        found[table] = await product.database.sql.statement(
          `select * from ${table} as t order by t::text`,
          [],
        );
      return found;
    };
    await product.settle();
    const live = await rows();
    await rebuildProjections({
      store: product.server.core.store,
      url: product.database.url,
      projections: createReadModels().filter(({ name }) => name.startsWith('alarm-')),
      page: 7,
    });
    expect(await rows()).toEqual(live);
    expect((live.alarm_storms as unknown[]).length).toBe(3);
  });
});
