import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../../platform/ids.ts';
import type { AlarmCondition, AlarmEvent, AlarmRule, AlarmStormEvent } from '../../sensing/events.ts';
import { alarmRuleSchema } from '../../sensing/index.ts';
import { type Product, startProduct } from '../../testing/product.ts';
import { createSteppedClock } from '../../testing/stepped-clock.ts';
import { ALARM_ENGINE } from '../names.ts';

/** A Monday, 10:00 in Shanghai. */
const clock = createSteppedClock('2026-06-01T02:00:00.000Z');
let product: Product;
const devices = new Map<string, { secret: string; client: Awaited<ReturnType<Product['connect']>> }>();

const now = () => new Date(clock.now()).toISOString();
const write = (stream: string, type: string, data: object) =>
  product.server.core.store.append({
    stream,
    expected: 'any',
    events: [{ id: newId(), type, data, meta: { actor: 'system' } }],
  });

const level = { direction: 'above', raiseAt: 3, clearAt: 2 } as const;
const RULES: Readonly<Record<string, AlarmCondition>> = {
  'k-threshold': {
    kind: 'threshold',
    indicator: 'level',
    ...level,
    forSeconds: 0,
    levels: [{ severity: 'orange', raiseAt: 5 }],
  },
  'k-rate': {
    kind: 'rateOfChange',
    indicator: 'level',
    direction: 'rise',
    windowSeconds: 600,
    raiseAt: 2,
    clearAt: 1,
  },
  'k-composite': {
    kind: 'composite',
    mode: 'all',
    parts: [
      { indicator: 'level', ...level },
      { indicator: 'rain', direction: 'above', raiseAt: 20, clearAt: 10 },
    ],
    withinSeconds: 300,
    forSeconds: 0,
  },
  'k-stuck': { kind: 'stuck', indicator: 'temperature', forSeconds: 300, tolerance: 0 },
  'k-spatial': {
    kind: 'spatial',
    indicator: 'level',
    scope: 'division',
    ...level,
    minDevices: 2,
    minShare: null,
    withinSeconds: 300,
  },
  'k-index': {
    kind: 'index',
    index: 'air',
    period: 'hour',
    level: null,
    grades: ['重度污染'],
  },
  'k-detection': { kind: 'detection', type: 'smokeFire', minConfidence: 0.8, minCount: 2, windowSeconds: 60 },
  'k-silent': { kind: 'noData', indicator: null, afterSeconds: 1800 },
};

const publish = (ruleId: string, condition: AlarmCondition, change: Partial<AlarmRule> = {}) =>
  write(
    `rule-${ruleId}`,
    'AlarmRulePublished',
    alarmRuleSchema.parse({
      ruleId,
      ruleVersion: 1,
      name: ruleId,
      modelId: 'alarm-station',
      deviceIds: null,
      condition,
      severity: 'yellow',
      caseScope: 'none',
      matterCode: null,
      source: 'test',
      ...change,
    } satisfies AlarmRule),
  );

const say = (deviceId: string, values: Record<string, number>) =>
  devices
    .get(deviceId)!
    .client.publishAsync(`yw/v1/${deviceId}/telemetry`, JSON.stringify({ observedAt: now(), values }), {
      qos: 1,
    });
const seeFire = (deviceId: string) =>
  devices
    .get(deviceId)!
    .client.publishAsync(
      `yw/v1/${deviceId}/detection`,
      JSON.stringify({ observedAt: now(), type: 'smokeFire', confidence: 0.9 }),
      { qos: 1 },
    );
const connectAll = async () => {
  for (const [deviceId, known] of devices) {
    await known.client.endAsync();
    devices.set(deviceId, { ...known, client: await product.connect(deviceId, known.secret) });
  }
};

type Said = AlarmEvent | AlarmStormEvent;
const alarmEvents = async (): Promise<Said[]> => {
  const rows = await product.database.sql<{ type: Said['type']; data: string }>`
    select type, data from events
    where type in ('AlarmRaised', 'AlarmCleared', 'AlarmEscalated', 'AlarmStormBegan', 'AlarmStormEnded')
    order by position`;
  return rows.map(({ type, data }) => ({ type, data: JSON.parse(data) as unknown }) as Said);
};
/** What happened since the last time: kind of event and rule, of storms the kind. */
let seen = 0;
const news = async (): Promise<string[]> => {
  await product.settle();
  const events = await alarmEvents();
  const rules = new Map(
    events.flatMap(({ type, data }) =>
      type === 'AlarmRaised' ? [[data.alarmId, data.ruleId] as const] : [],
    ),
  );
  const fresh = events.slice(seen);
  seen = events.length;
  return fresh
    .map(({ type, data }) => ('alarmId' in data ? `${type} ${rules.get(data.alarmId)}` : type))
    .sort();
};
const timePasses = async () => {
  await product.server.alarmWatch.tick();
  await product.settle();
};

beforeAll(async () => {
  product = await startProduct({}, clock);
  await write('model-alarm-station', 'DeviceModelPublished', {
    modelId: 'alarm-station',
    modelVersion: 1,
    family: 'test',
    name: 'station',
    indicators: ['level', 'rain', 'temperature'].map((code) => ({
      code,
      name: code,
      unit: '',
      min: -100,
      max: 1000,
    })),
    detections: [{ type: 'smokeFire', name: '烟火', matterCode: 'event-S1-05' }],
    source: 'test',
  });
  for (const [ruleId, condition] of Object.entries(RULES)) await publish(ruleId, condition);
  await product.settle();
  for (const deviceId of ['k-1', 'k-2', 'k-3']) {
    const secret = await product.addDevice(deviceId, 'alarm-station');
    devices.set(deviceId, { secret, client: await product.connect(deviceId, secret) });
  }
});
afterAll(async () => {
  for (const { client } of devices.values()) await client.endAsync();
  await product.stop();
});

/** The memory with nothing outstanding: a first batch after a start saves all of it. */
const savedMemory = async () => {
  await product.restart();
  await write('model-nudge', 'DeviceModelPublished', {
    modelId: 'nudge',
    modelVersion: 1,
    family: 'test',
    name: 'nudge',
    indicators: [],
    detections: [],
    source: 'test',
  });
  await product.settle();
  return product.database.sql<{ kind: string; key: string; value: unknown }>`
    select kind, key, value from alarm_engine_memory where kind not in ('saved', 'model') order by kind, key`;
};

describe('the alarm engine in the product', () => {
  it('raises alarms for values, their change and their combination', async () => {
    for (const deviceId of devices.keys()) await say(deviceId, { level: 1, rain: 0, temperature: 5 });
    expect(await news()).toEqual([]);
    clock.forward(1);
    await say('k-1', { level: 4, rain: 0, temperature: 5.5 });
    expect(await news()).toEqual(['AlarmRaised k-rate', 'AlarmRaised k-threshold']);
    await say('k-2', { level: 2.5, rain: 50, temperature: 5.5 });
    expect(await news()).toEqual([]);
    clock.forward(1);
    await say('k-1', { level: 4.1, rain: 30, temperature: 5.5 });
    expect(await news()).toEqual(['AlarmRaised k-composite']);
    await say('k-2', { level: 3.5, rain: 0, temperature: 5.5 });
    expect(await news()).toEqual(['AlarmRaised k-rate', 'AlarmRaised k-spatial', 'AlarmRaised k-threshold']);
    await say('k-1', { level: 5.1, rain: 30, temperature: 5.5 });
    expect(await news()).toEqual(['AlarmEscalated k-threshold']);
  });

  it('shows the severity that an alarm has reached', async () => {
    const token = await product.signIn('deviceManager');
    const { body } = await product.call(token, 'GET', '/api/v1/alarms?rule=k-threshold&device=k-1');
    expect(body.items).toMatchObject([{ severity: 'orange', state: 'active' }]);
  });

  it('continues after a restart as if nothing had happened', async () => {
    await product.restart();
    await connectAll();
    clock.forward(1);
    await say('k-1', { level: 1, rain: 30, temperature: 5.5 });
    expect(await news()).toEqual([
      'AlarmCleared k-composite',
      'AlarmCleared k-rate',
      'AlarmCleared k-spatial',
      'AlarmCleared k-threshold',
    ]);
    clock.forward(4);
    await say('k-1', { level: 1, rain: 30, temperature: 5.5 });
    expect(await news()).toEqual(['AlarmRaised k-stuck']);
  });

  it('raises alarms for indices and detections, and time clears a detection', async () => {
    await write('index-k-1', 'IndexComputed', {
      deviceId: 'k-1',
      kind: 'air',
      period: 'hour',
      from: '2026-06-01T01:00:00.000Z',
      to: '2026-06-01T02:00:00.000Z',
      revision: 1,
      standard: 'HJ 633-2026',
      tableId: 'air',
      tableVersion: 1,
      value: 230,
      grade: '重度污染',
      detail: {},
    });
    expect(await news()).toEqual(['AlarmRaised k-index']);
    await seeFire('k-3');
    clock.set(new Date(clock.now() + 1000).toISOString());
    await seeFire('k-3');
    expect(await news()).toEqual(['AlarmRaised k-detection']);
    clock.forward(2);
    await timePasses();
    expect(await news()).toEqual(['AlarmCleared k-detection']);
  });

  it('raises alarms for missing data, except in a silence', async () => {
    await write('silence-k-2', 'AlarmSilenceDefined', {
      silenceId: 'k-2',
      scope: { deviceId: 'k-2' },
      divisionCode: '140106',
      from: now(),
      to: new Date(clock.now() + 3 * 3_600_000).toISOString(),
      reason: 'test',
      by: 'u1',
      at: now(),
    });
    await product.settle();
    // k-3 reported two minutes ago; the product's own watch must not find it silent yet.
    clock.forward(27);
    await say('k-1', { temperature: 6 });
    expect(await news()).toEqual(['AlarmCleared k-stuck']);
    await timePasses();
    expect(await news()).toEqual([]);
    clock.forward(4);
    await timePasses();
    expect(await news()).toEqual(['AlarmRaised k-silent']);
    await timePasses();
    await say('k-3', { temperature: 6 });
    expect(await news()).toEqual(['AlarmCleared k-silent']);
    await write('silence-k-2', 'AlarmSilenceEnded', { silenceId: 'k-2', by: 'u1', at: now() });
    await product.settle();
    clock.forward(1);
    await timePasses();
    expect(await news()).toEqual(['AlarmRaised k-silent']);
  });

  it('puts the alarms of a storm into one case, and notifies of the storm', async () => {
    await write('alarm-policy', 'AlarmPolicyPublished', {
      policyVersion: 9,
      storm: { count: 3, windowSeconds: 600, calmSeconds: 600, exemptFrom: 'red' },
      source: 'test',
    });
    await publish(
      'k-storm',
      { kind: 'threshold', indicator: 'rain', direction: 'above', raiseAt: 100, clearAt: 100, forSeconds: 0 },
      { caseScope: 'device', matterCode: 'event-S4-02', severity: 'orange' },
    );
    await product.settle();
    await product.addUser('storm-leader', 'leader');
    clock.forward(20);
    for (const deviceId of ['k-1', 'k-2', 'k-3']) await say(deviceId, { rain: 200 });
    await say('k-1', { rain: 0 });
    // An alarm of the same start would be the same alarm.
    clock.forward(1);
    await say('k-1', { rain: 201 });
    expect(await news()).toEqual([
      'AlarmCleared k-silent',
      'AlarmCleared k-storm',
      ...Array.from({ length: 4 }, () => 'AlarmRaised k-storm'),
      'AlarmStormBegan',
    ]);
    const raised = (await alarmEvents()).flatMap(({ type, data }) =>
      type === 'AlarmRaised' && data.ruleId === 'k-storm' ? [data] : [],
    );
    expect(raised.map(({ stormId }) => stormId !== undefined)).toEqual([false, false, true, true]);
    const cases = await product.database.sql<{ count: number }>`
      select count(*)::int as count from events where type = 'CaseReported'`;
    expect(cases[0]!.count).toBe(3);
    const notified = await product.database.sql<{ rule: string }>`
      select data::jsonb ->> 'ruleId' as rule from events where type = 'NotificationIssued'
        and data::jsonb ->> 'kind' = 'alarm' order by 1`;
    expect(notified.map(({ rule }) => rule)).toEqual(['alarm-orange', 'alarm-orange', 'alarm-storm']);
    clock.forward(11);
    await timePasses();
    expect(await news()).toEqual(['AlarmStormEnded']);
  });

  it('reaches the same state when its memory is lost and the log is read again', async () => {
    const before = await savedMemory();
    const said = await alarmEvents();
    expect(before.filter(({ kind }) => kind === 'states').map(({ key }) => key)).toEqual([
      'k-1',
      'k-2',
      'k-3',
    ]);
    await product.database.sql.begin(async (sql) => {
      const { start } = product.server.core.store;
      await sql`update projection_checkpoints set position = ${start} where name = ${ALARM_ENGINE.name}`;
      await sql`delete from alarm_engine_memory`;
    });
    expect(await savedMemory()).toEqual(before);
    expect(await alarmEvents()).toEqual(said);
  });
});
