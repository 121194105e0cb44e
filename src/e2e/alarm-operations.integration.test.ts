import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createReadModels } from '../../projections/index.ts';
import { newId } from '../platform/ids.ts';
import { rebuildProjections } from '../projection-engine/rebuild.ts';
import type { AlarmRaised, AlarmStormBegan, AlarmStormEnded } from '../sensing/events.ts';
import {
  type AlarmPeople,
  type AlarmPerson,
  at,
  noiseRule,
  startAlarmPeople,
} from '../testing/alarm-people.ts';
import { type Product, YINGZE } from '../testing/product.ts';

let people: AlarmPeople;
let product: Product;
let call: AlarmPeople['call'];
let list: AlarmPeople['list'];

beforeAll(async () => {
  people = await startAlarmPeople();
  ({ product, call, list } = people);
  // A rule and a silence, so that their read models have rows to rebuild.
  const rule = await call('admin', 'PUT', '/alarm-rules/noise-night', noiseRule());
  const scope = { deviceId: 'noise-datong' };
  const silence = { scope, from: at(0), to: at(60), reason: '校准' };
  const defined = await call('admin', 'POST', '/alarm-silences', silence);
  expect([rule.status, defined.status]).toEqual([200, 201]);
});
afterAll(() => product.stop());

const append = (stream: string, event: { readonly type: string; readonly data: unknown }) =>
  product.server.core.store.append({
    stream,
    expected: 'any',
    events: [{ id: newId(), ...event, meta: { actor: 'process:test' } }],
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
  const ids = async (who: AlarmPerson, query: string) =>
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
    const escalate = (who: AlarmPerson, severity: string) =>
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
      { type: 'AlarmRaised', version: 1, actorName: null },
      { type: 'AlarmEscalated', data: { cause: 'person' }, actorName: expect.stringContaining('device') },
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
    const put = (who: AlarmPerson, body: unknown, headers = {}) =>
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
