import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dryRunAlarmRule } from '../application/alarm-dry-run/index.ts';
import { ALARM_ENGINE } from '../processes/names.ts';
import type { AlarmRule } from '../sensing/events.ts';
import { runHere, runInProcess } from '../testing/command-line.ts';
import { type Product, startProduct, YINGZE } from '../testing/product.ts';

const MINUTE = 60_000;
/** 22:30 in Shanghai: the span reaches into the next day. */
const START = Date.parse('2026-06-01T14:30:00.000Z');
const DATONG = { lon: 113.3, lat: 40.08 };
const PLAYED_MINUTES = 160;
let now = START;
let product: Product;
const tokens: Record<string, string> = {};

const at = (minutes: number): string => new Date(START + minutes * MINUTE).toISOString();
const call = (who: string, method: string, path: string, body?: unknown) =>
  product.call(tokens[who], method, `/api/v1${path}`, body);

type Draft = Omit<AlarmRule, 'ruleVersion'>;
const draft = (ruleId: string, condition: AlarmRule['condition'], more: Partial<Draft> = {}): Draft => ({
  ruleId,
  name: ruleId,
  modelId: 'noise-meter',
  deviceIds: null,
  condition,
  severity: 'yellow',
  caseScope: 'none',
  matterCode: null,
  source: '测试',
  ...more,
});
const above = { direction: 'above', raiseAt: 60, clearAt: 55 } as const;
const RULES: readonly Draft[] = [
  draft('t-threshold', {
    kind: 'threshold',
    indicator: 'leq',
    ...above,
    forSeconds: 120,
    levels: [{ severity: 'red', raiseAt: 80 }],
  }),
  draft(
    't-flapping',
    { kind: 'threshold', indicator: 'leq', ...above, forSeconds: 0 },
    {
      flapping: { count: 3, windowSeconds: 3600, calmSeconds: 900 },
      autoClearAfterSeconds: 1200,
    },
  ),
  draft('t-rate', {
    kind: 'rateOfChange',
    indicator: 'leq',
    direction: 'rise',
    windowSeconds: 300,
    raiseAt: 12,
    clearAt: 3,
  }),
  draft('t-stuck', { kind: 'stuck', indicator: 'lmax', forSeconds: 600, tolerance: 0.1 }),
  draft('t-silent', { kind: 'noData', indicator: null, afterSeconds: 600 }),
  draft('t-composite', {
    kind: 'composite',
    mode: 'all',
    parts: [
      { indicator: 'leq', ...above },
      { indicator: 'lmax', direction: 'above', raiseAt: 75, clearAt: 75 },
    ],
    withinSeconds: 120,
    forSeconds: 60,
  }),
  draft('t-spatial', {
    kind: 'spatial',
    indicator: 'leq',
    scope: 'division',
    ...above,
    minDevices: 2,
    minShare: null,
    withinSeconds: 600,
  }),
  draft(
    't-night',
    { kind: 'threshold', indicator: 'leq', ...above, forSeconds: 0 },
    {
      schedule: [{ days: [1, 2, 3, 4, 5, 6, 7], from: '23:30', to: '01:00' }],
    },
  ),
  draft(
    't-smoke',
    { kind: 'detection', type: 'smokeFire', minConfidence: 0.8, minCount: 2, windowSeconds: 600 },
    { modelId: 'camera' },
  ),
];

/** Something of everything: long waves, short spikes, a silence of half an hour, and a value that stays. */
const levelAt = (device: number, minute: number): number | null => {
  if (device === 1 && minute > 120 && minute < 155) return null;
  const wave = 55 + 12 * Math.sin((minute + 20 * device) / 17);
  const burst = minute % 41 < 3 ? 18 : 0;
  return Math.round((wave + burst) * 10) / 10;
};

const dryRun = (rule: Draft, more: Record<string, unknown> = {}, who = 'admin') =>
  call(who, 'POST', '/alarm-rules/dry-run', { rule, from: at(0), to: at(PLAYED_MINUTES), ...more });

/** The clock of this test moves a minute at a time, and with it the effects of time on alarms. */
const minuteOf = (time: unknown): unknown =>
  typeof time === 'string' ? at(Math.ceil((Date.parse(time) - START) / MINUTE)) : time;
const shown = ({ deviceId, since, raisedAt, clearedAt }: Record<string, unknown>) => ({
  deviceId,
  since,
  raisedAt: minuteOf(raisedAt),
  clearedAt: minuteOf(clearedAt),
});
const raisedBy = async (ruleId: string) =>
  (await call('admin', 'GET', `/alarms?rule=${ruleId}&sort=oldest&limit=500`)).body.items;
const inOrder = (alarms: readonly Record<string, unknown>[]) =>
  alarms.map((alarm) => JSON.stringify(shown(alarm))).sort();

const engineCaughtUp = async () => {
  const { core, engine } = product.server;
  await engine.waitFor(await core.store.head(), { projections: [ALARM_ENGINE], timeoutMs: 20_000 });
};

beforeAll(async () => {
  product = await startProduct({ YIWANG_SESSION_HOURS: '100000' }, { now: () => now });
  tokens.admin = await product.signIn('administrator');
  tokens.manager = await product.signIn('deviceManager', '140106');
  tokens.datong = await product.signIn('deviceManager', '1402');
  tokens.worker = await product.signIn('gridWorker', '140106');
  const names = ['noise-a', 'noise-b', 'noise-c'];
  const places = [YINGZE, YINGZE, DATONG];
  const meters: Awaited<ReturnType<Product['connect']>>[] = [];
  for (const [n, name] of names.entries())
    meters.push(await product.connect(name, await product.addDevice(name, 'noise-meter', places[n])));
  const camera = await product.connect('camera-a', await product.addDevice('camera-a', 'camera'));
  await product.settle();
  for (const rule of RULES) await call('admin', 'PUT', `/alarm-rules/${rule.ruleId}`, rule);
  const silence = { scope: { deviceId: 'noise-c' }, from: at(100), to: at(140), reason: '校准' };
  await call('manager', 'POST', '/alarm-silences', silence);
  await call('admin', 'POST', '/alarm-silences', silence);
  await product.settle();

  const say = (client: (typeof meters)[number], id: string, topic: string, payload: unknown) =>
    client.publishAsync(`yw/v1/${id}/${topic}`, JSON.stringify(payload), { qos: 1 });
  for (let minute = 1; minute <= PLAYED_MINUTES; minute += 1) {
    now = START + minute * MINUTE;
    await Promise.all(
      meters.map(async (meter, n) => {
        const leq = levelAt(n, minute);
        if (leq === null) return;
        const lmax = n === 2 && minute > 60 && minute < 90 ? 66.6 : Math.round((leq + 12) * 10) / 10;
        await say(meter, names[n]!, 'telemetry', { observedAt: at(minute), values: { leq, lmax } });
      }),
    );
    if (minute === 100) {
      // Two hours late, and out of the range of the instrument.
      await say(meters[0]!, 'noise-a', 'telemetry', { observedAt: at(10.5), values: { leq: 90, lmax: 95 } });
      await say(meters[2]!, 'noise-c', 'telemetry', {
        observedAt: at(100.1),
        values: { leq: 900, lmax: 95 },
      });
    }
    if ([50, 52, 53, 100, 140, 145, 147].includes(minute))
      await say(camera, 'camera-a', 'detection', {
        observedAt: at(minute),
        type: 'smokeFire',
        confidence: 0.9,
      });
    // Each minute is over before the next one begins, for devices and for the alarm clock.
    await engineCaughtUp();
    if (await product.server.alarmWatch.tick()) await engineCaughtUp();
  }
  await product.settle();
  for (const client of [...meters, camera]) await client.endAsync();
}, 240_000);
afterAll(() => product.stop());

describe('a dry run of an alarm rule over stored records', () => {
  it.each(RULES.map((rule) => [rule.ruleId, rule] as const))(
    'raises the alarms that the engine raised: %s',
    async (ruleId, rule) => {
      const real = await raisedBy(ruleId);
      const { status, body } = await dryRun({ ...rule, ruleId });
      expect(status).toBe(200);
      expect(inOrder(body.alarms as Record<string, unknown>[])).toEqual(inOrder(real));
      expect(real.length).toBeGreaterThan(0);
      expect(body).toMatchObject({ total: real.length, truncated: null, archived: { missing: false } });
    },
  );

  it('reports peak, severity, days, devices and the records that it ignored', async () => {
    const { body } = await dryRun(RULES[0]!);
    expect(body.records).toEqual({ read: 3 * PLAYED_MINUTES - 3 - 34 + 2, late: 1, doubtful: 1 });
    const alarms = body.alarms as {
      deviceId: string;
      peak: number;
      severity: string;
      durationSeconds: number;
    }[];
    for (const { peak, durationSeconds } of alarms) {
      expect(peak).toBeGreaterThanOrEqual(60);
      expect(peak).toBeLessThan(100);
      expect(durationSeconds).toBeGreaterThanOrEqual(120);
    }
    const real = await raisedBy('t-threshold');
    expect(alarms.map(({ severity }) => severity).sort()).toEqual(
      real.map(({ severity }) => severity).sort(),
    );
    const perDay = body.perDay as { day: string; alarms: number }[];
    expect(perDay.map(({ day }) => day)).toEqual(['2026-06-01', '2026-06-02']);
    const sum = (list: readonly { alarms: number }[]) =>
      list.reduce((all, { alarms: each }) => all + each, 0);
    expect(sum(perDay)).toBe(alarms.length);
    expect(sum(body.perDevice as { alarms: number }[])).toBe(alarms.length);
    expect(await raisedBy('draft')).toEqual([]);
  });

  it('ignores silences on request', async () => {
    const night = RULES.find(({ ruleId }) => ruleId === 't-night')!;
    const of = async (silences: boolean) =>
      ((await dryRun(night, { silences })).body.alarms as { deviceId: string; raisedAt: string }[]).filter(
        ({ deviceId, raisedAt }) => deviceId === 'noise-c' && raisedAt >= at(100) && raisedAt < at(140),
      );
    expect(await of(true)).toEqual([]);
    expect((await of(false)).length).toBeGreaterThan(0);
  });

  it('shows what a draft changes compared with the version in force', async () => {
    const rule = RULES[0]!;
    const condition = { ...rule.condition, raiseAt: 66, levels: [] } as AlarmRule['condition'];
    const { body } = await dryRun({ ...rule, condition }, { compare: true });
    const real = await raisedBy('t-threshold');
    const difference = body.difference as Record<string, number>;
    expect(difference).toMatchObject({ presentVersion: 1, presentTotal: real.length });
    expect(body.total).toBe(difference.kept! + difference.addedTotal!);
    expect(difference.removedTotal).toBeGreaterThan(0);
    const same = await dryRun(rule, { compare: true });
    expect(same.body.difference).toMatchObject({ kept: real.length, addedTotal: 0, removedTotal: 0 });
    expect(await dryRun({ ...rule, ruleId: 'never-seen' }, { compare: true })).toMatchObject({
      status: 404,
      body: { code: 'alarmRuleUnknown' },
    });
  });

  it('plays only devices in the scope that the caller manages', async () => {
    const rule = RULES[1]!;
    const devices = async (who: string, scope: Record<string, unknown> = {}) => {
      const { status, body } = await dryRun(rule, { scope }, who);
      return status === 200
        ? [body.devices, ...(body.perDevice as { deviceId: string }[]).map(({ deviceId }) => deviceId).sort()]
        : status;
    };
    expect(await devices('admin')).toEqual([3, 'noise-a', 'noise-b', 'noise-c']);
    expect(await devices('admin', { division: '1402' })).toEqual([1, 'noise-c']);
    expect(await devices('admin', { devices: ['noise-a'] })).toEqual([1, 'noise-a']);
    expect(await devices('manager')).toEqual([2, 'noise-a', 'noise-b']);
    expect(await devices('manager', { devices: ['noise-c'] })).toEqual([0]);
    expect(await devices('datong', { division: '140106' })).toBe(403);
    expect(await devices('worker')).toBe(403);
  });

  it('refuses an invalid rule and an invalid span', async () => {
    const rule = RULES[0]!;
    const wrong = { ...rule, condition: { ...rule.condition, indicator: 'loudness' } } as Draft;
    expect(await dryRun(wrong)).toMatchObject({ status: 422, body: { code: 'alarmRuleInvalid' } });
    expect((await dryRun(rule, { to: at(0) })).status).toBe(400);
    expect((await dryRun(rule, { from: at(9000), to: at(9001) })).status).toBe(400);
    const { body } = await dryRun(rule, { to: at(9000) });
    expect(body).toMatchObject({ to: at(PLAYED_MINUTES), playedUntil: at(PLAYED_MINUTES) });
  });

  it('stops at its limits and reports how far it came', async () => {
    const { store, sql } = product.server.core;
    const rule: AlarmRule = { ...RULES[0]!, ruleVersion: 1 };
    const run = (
      limits: { maxDevices?: number; maxRecords?: number; maxSeconds?: number | null },
      signal?: AbortSignal,
    ) =>
      dryRunAlarmRule(
        {
          store,
          sql,
          limits: { maxDevices: 10, maxRecords: 10_000, maxSeconds: null, ...limits },
          ...(signal ? { signal } : {}),
        },
        {
          rule,
          present: null,
          from: at(0),
          to: at(PLAYED_MINUTES),
          scope: {},
          scopes: [{ divisionPrefix: '14', departmentId: null }],
          silences: true,
        },
      );
    expect(await run({ maxDevices: 2 })).toEqual({ kind: 'tooManyDevices', devices: 3 });
    const stopped = await run({ maxRecords: 300 });
    expect(stopped).toMatchObject({
      report: { truncated: { reason: 'records', limit: 300 }, records: { read: 300 }, playedUntil: at(100) },
    });
    const real = await raisedBy('t-threshold');
    if (stopped.kind === 'done')
      expect(stopped.report.total).toBe(
        real.filter(({ raisedAt }) => (raisedAt as string) <= at(100)).length,
      );
    expect(await run({ maxSeconds: 0.000_001 })).toMatchObject({
      report: { truncated: { reason: 'seconds' }, playedUntil: at(0), total: 0 },
    });
    expect(await run({}, AbortSignal.abort())).toMatchObject({
      report: { truncated: { reason: 'aborted' } },
    });
  });

  it('can be run from the command line while the server is running', { timeout: 120_000 }, async () => {
    const path = join(product.dataDir, 'rule.json');
    const rule = RULES[0]!;
    await writeFile(path, JSON.stringify(rule));
    const env = { DATABASE_URL: product.database.url, YIWANG_DATA_DIR: product.dataDir };
    const yiwang = (...args: string[]) => runHere(['rules', 'dry-run', ...args], env);
    const span = ['--from', at(0), '--to', at(PLAYED_MINUTES)];
    const real = await raisedBy('t-threshold');
    const ended = await runInProcess(['rules', 'dry-run', path, ...span, '--compare'], env);
    expect(ended, ended.stderr).toMatchObject({
      code: 0,
      stdout: expect.stringContaining(`This rule would have raised ${real.length} alarms from ${at(0)}`),
    });
    expect(ended.stdout).toContain(`${real.length} the same, 0 new, 0 no more`);
    const json = await yiwang(path, ...span, '--json', '--division', '1402');
    const report = JSON.parse(json.stdout) as { total: number; devices: number };
    expect(report).toMatchObject({
      devices: 1,
      total: real.filter(({ deviceId }) => deviceId === 'noise-c').length,
    });
    expect(await yiwang(path, '--from', 'soon', '--to', at(1))).toMatchObject({ code: 2 });
    expect(await yiwang('/no/such/file', ...span)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('cannot be read'),
    });
    await writeFile(path, JSON.stringify({ ...rule, modelId: 'none' }));
    expect(await yiwang(path, ...span)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('modelId'),
    });
  });

  // The last one: it takes from the log.
  it('reports when records of the span are archived', async () => {
    await product.database.sql`delete from events where stream = 'reading-noise-a' and version <= 30`;
    expect((await dryRun(RULES[0]!)).body).toMatchObject({ archived: { missing: true, devices: 1 } });
    await product.database.sql`delete from events where stream = 'reading-noise-c'`;
    expect((await dryRun(RULES[0]!)).body).toMatchObject({ archived: { missing: true, devices: 2 } });
    const later = await dryRun(RULES[0]!, { from: at(120), scope: { devices: ['noise-a', 'noise-b'] } });
    expect(later.body).toMatchObject({ archived: { missing: false } });
  });
});
