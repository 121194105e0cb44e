import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { elevatorFile } from '../../devices/testing/elevator.ts';
import { connectWireClient } from '../../simulators/wire/client.ts';
import { fireReport } from '../../simulators/wire/standards/gb26875.ts';
import { readShippedFamilies } from '../shipped-data/shipped-families.ts';
import { FROM_HERE, type Product, startProduct, YINGZE } from '../testing/product.ts';

let product: Product;
let admin: string;

beforeAll(async () => {
  product = await startProduct({ YIWANG_GB26875_PORT: '0' });
  admin = await product.signIn('administrator');
});
afterAll(async () => {
  await product.stop();
});

type File = ReturnType<typeof elevatorFile>;
const PATH = '/api/v1/device-families';
const publish = (
  file: unknown,
  options: { token?: string; query?: string; headers?: Record<string, string> } = {},
) => product.call(options.token ?? admin, 'POST', `${PATH}${options.query ?? ''}`, file, options.headers);
const get = (path: string, token = admin) => product.call(token, 'GET', `/api/v1${path}`);
const head = () => product.server.core.store.head();

/** What publishing changed, as `part id change version`. */
const changesOf = (answer: { body: Record<string, unknown> }): string[] =>
  (answer.body.changes as { part: string; id: string; change: string; version: number }[]).map(
    ({ part, id, change, version }) => `${part} ${id} ${change} ${version}`,
  );
const changed = (answer: { body: Record<string, unknown> }): string[] =>
  changesOf(answer).filter((line) => !line.includes(' unchanged '));

describe('a family that is not shipped', () => {
  it('needs only a file: published while the server runs, its devices raise alarms and open cases', async () => {
    const before = await head();
    const planned = await publish(elevatorFile(), { query: '?dryRun=true' });
    expect(planned).toMatchObject({ status: 200, body: { family: 'elevator', dryRun: true } });
    expect(await head()).toBe(before);
    const published = await publish(elevatorFile());
    expect(published).toMatchObject({ status: 200, body: { dryRun: false } });
    expect(changesOf(published)).toEqual([
      'filingStandard family-elevator added 1',
      'deviceModel elevator-box added 1',
      'alarmRule elevator-trapped added 1',
      'alarmRule elevator-fast added 1',
      'deviceFamily elevator added 1',
    ]);
    expect(published.body.changes).toEqual(planned.body.changes);

    const secret = await product.addDevice('lift-1', 'elevator-box');
    await product.settle();
    const lift = await product.connect('lift-1', secret);
    const observedAt = new Date().toISOString();
    const send = (channel: string, message: object) =>
      lift.publishAsync(`yw/v1/lift-1/${channel}`, JSON.stringify({ observedAt, ...message }), { qos: 1 });
    await send('telemetry', { values: { speed: 4.2, load: 30 } });
    await send('detection', { type: 'personTrapped', confidence: 0.93 });
    await lift.endAsync();
    await product.settle();

    const alarms = (await get('/alarms?device=lift-1')).body.items;
    expect(alarms.map(({ ruleId }) => ruleId).sort()).toEqual(['elevator-fast', 'elevator-trapped']);
    expect(alarms).toContainEqual(
      expect.objectContaining({ ruleId: 'elevator-fast', value: 4.2, unit: 'm/s', severity: 'orange' }),
    );
    const acceptor = await product.signIn('acceptor', '1401');
    const cases = (await get('/tasks', acceptor)).body.items.filter(({ deviceId }) => deviceId === 'lift-1');
    expect(cases.map(({ matterCode }) => matterCode).sort()).toEqual(['event-DT-01', 'event-DT-02']);

    // The case is filed under the matter that the file brought, with its limit.
    const trapped = cases.find(({ matterCode }) => matterCode === 'event-DT-01')!;
    const step = (token: string, name: string, body: object) =>
      product.call(token, 'POST', `/api/v1/cases/${trapped.caseId}/${name}`, body);
    expect((await step(acceptor, 'acceptance', { opinion: '属实' })).status).toBe(200);
    const leader = await product.signIn('shiftLeader', '1401');
    const rows = await get('/filing-standards/family-elevator/rows?matter=event-DT-01', leader);
    expect(rows.body.items).toMatchObject([{ minorName: '电梯困人', limit: 1, limitUnit: 'urgentHour' }]);
    const filing = { opinion: '立案', standardId: 'family-elevator', rowId: 'event-DT-01-1' };
    expect(await step(leader, 'filing', filing)).toMatchObject({ status: 200, body: { stage: 'filed' } });
  });

  it('is published once however often it is sent, also concurrently and under a key', async () => {
    const before = await head();
    const answers = await Promise.all([publish(elevatorFile()), publish(elevatorFile())]);
    for (const answer of answers) expect(changed(answer)).toEqual([]);
    expect(await head()).toBe(before);

    const other = (): File => ({ ...elevatorFile(), name: '电梯（更名）' });
    const headers = { 'idempotency-key': 'rename' };
    const [first, second] = await Promise.all([publish(other()), publish(other())]);
    expect([first.status, second.status]).toEqual([200, 200]);
    const renamed = await publish({ ...other(), name: '电梯' }, { headers });
    expect(changed(renamed)).toEqual(['deviceFamily elevator changed 3']);
    const again = await publish({ ...other(), name: '电梯' }, { headers });
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    const reused = await publish(other(), { headers });
    expect(reused).toMatchObject({ status: 422, body: { code: 'idempotencyKeyReused' } });
    expect((await get('/device-families/elevator')).body).toMatchObject({ name: '电梯', familyVersion: 3 });
  });

  it('can be read back as a file, which changes nothing when published again', async () => {
    const shown = await get('/device-families/elevator');
    expect(shown.headers.get('etag')).toBe('"3"');
    expect(shown.body).toMatchObject({
      family: 'elevator',
      matters: { rows: elevatorFile().matters.rows },
      models: [{ modelId: 'elevator-box', modelVersion: 1 }],
      simulator: { models: [{ modelId: 'elevator-box' }] },
    });
    const before = await head();
    expect(changed(await publish(shown.body))).toEqual([]);
    expect(await head()).toBe(before);
    const list = await get('/device-families');
    expect(list.body.items.map(({ family }) => family)).toEqual(
      [...readShippedFamilies().map(({ family }) => family), 'elevator'].sort(),
    );
  });

  it('gets new versions only of changed parts, and rules that are left out are retired', async () => {
    const file = elevatorFile();
    Object.assign(file.rules[1]!.condition, { raiseAt: 5 });
    file.name = '电梯';
    const stale = await publish(file, { headers: { 'if-match': '"1"' } });
    expect(stale).toMatchObject({ status: 412, body: { code: 'versionMismatch' } });
    const answer = await publish(file, { headers: { 'if-match': '"3"' } });
    expect(changed(answer)).toEqual(['alarmRule elevator-fast changed 2', 'deviceFamily elevator changed 4']);
    // The new rule counts from now on, and the alarm of the old one has ended with it.
    await product.settle();
    const alarms = await get('/alarms?device=lift-1&rule=elevator-fast');
    expect(alarms.body.items).toMatchObject([{ state: 'cleared' }]);

    file.rules.pop();
    expect(changed(await publish(file))).toEqual([
      'alarmRule elevator-fast retired 2',
      'deviceFamily elevator changed 5',
    ]);
    expect((await get('/alarm-rules/elevator-fast')).body).toMatchObject({ retired: true });
    expect((await get('/device-families/elevator')).body.rules).toHaveLength(1);
    // Published again, it is in force again.
    expect(changed(await publish({ ...elevatorFile(), name: '电梯' }))).toEqual([
      'alarmRule elevator-fast changed 3',
      'deviceFamily elevator changed 6',
    ]);
  });

  it('is refused as a whole: every error is reported, and nothing of it is published', async () => {
    const before = await head();
    const file = elevatorFile();
    Object.assign(file, { family: 'escalator' });
    Object.assign(file.rules[0]!.condition, { type: 'nobody' });
    Object.assign(file.caseMapping[1]!, { standardId: 'none' });
    expect(await publish(file)).toMatchObject({
      status: 422,
      body: {
        code: 'deviceFamilyInvalid',
        errors: [
          { path: 'matters.rows.0', code: 'matterOfOtherStandard' },
          { path: 'matters.rows.1', code: 'matterOfOtherStandard' },
          { path: 'caseMapping.1.standardId', code: 'unknownStandard' },
          {
            path: 'models.0.modelId',
            code: 'modelOfOtherFamily',
            message: '型号 elevator-box 属于 elevator',
          },
          { path: 'rules.0.ruleId', code: 'ruleOfOtherFamily' },
          { path: 'rules.0.condition.type', code: 'unknownDetectionType' },
          { path: 'rules.1.ruleId', code: 'ruleOfOtherFamily' },
        ],
      },
    });
    expect(await publish({ ...elevatorFile(), models: [] })).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'models', code: 'invalid' }] },
    });
    expect(await publish([])).toMatchObject({ status: 400 });
    expect(await head()).toBe(before);
    expect(await get('/device-families/escalator')).toMatchObject({
      status: 404,
      body: { code: 'deviceFamilyUnknown' },
    });
  });

  it('may be published by people who manage rules; new matters need the right to manage standards', async () => {
    const [manager, acceptor, elsewhere] = await Promise.all([
      product.signIn('deviceManager'),
      product.signIn('acceptor'),
      product.signIn('administrator', '1401'),
    ]);
    const file = { ...elevatorFile(), name: '电梯' };
    for (const token of [acceptor, elsewhere])
      expect(await publish(file, { token })).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    expect((await publish(file, { token: manager })).status).toBe(200);
    file.matters.rows[0]!.limit = 2;
    expect(await publish(file, { token: manager })).toMatchObject({
      status: 403,
      body: { code: 'forbidden', permission: 'standard:manage' },
    });
    expect(changed(await publish(file))).toEqual([
      'filingStandard family-elevator changed 2',
      'deviceFamily elevator changed 7',
    ]);
    // The case keeps the limit of the version that it was filed under.
    const [row] = (await get('/filing-standards/family-elevator/rows?matter=event-DT-01&version=1')).body
      .items;
    expect(row).toMatchObject({ limit: 1 });
    expect((await get('/device-families', acceptor)).status).toBe(200);
  });
});

describe('the shipped families', () => {
  it('are in the log once, however often the server starts, and later publications are kept', async () => {
    const shown = await get('/device-families/municipal');
    const file = structuredClone(shown.body) as unknown as { rules: { ruleId: string; severity: string }[] };
    file.rules.find(({ ruleId }) => ruleId === 'light-out')!.severity = 'yellow';
    expect(changed(await publish(file))).toEqual([
      'alarmRule light-out changed 2',
      'deviceFamily municipal changed 3',
    ]);
    await product.settle();
    const before = await head();
    await product.restart();
    await product.settle();
    expect(await head()).toBe(before);
    expect((await get('/alarm-rules/light-out')).body).toMatchObject({ ruleVersion: 2, severity: 'yellow' });
  });

  it.each(readShippedFamilies().filter(({ family }) => family !== 'municipal'))(
    '$family changes nothing when its shipped file is published',
    async ({ family }) => {
      const text = await readFile(new URL(`../../devices/families/${family}.json`, import.meta.url), 'utf8');
      expect(changed(await publish(JSON.parse(text)))).toEqual([]);
    },
  );

  it.each([
    ['fire-water-gauge', [{ pressure: 0.1 }, { pressure: 0.09 }], 'hydrant-pressure-low', 'event-XF-03'],
    ['crack-gauge', [{ crackWidth: 3 }, { crackWidth: 9 }], 'crack-growing', 'event-DZ-01'],
    ['slope-station', [{ rainfallHour: 25, soilMoisture: 44 }], 'slope-soaked', 'event-DZ-02'],
    [
      'forest-weather-station',
      [
        { temperature: 33, humidity: 20, windSpeed: 11 },
        { temperature: 34, humidity: 18, windSpeed: 12 },
      ],
      'fire-weather',
      'event-LC-02',
    ],
    ['energy-meter', [{ energyTotal: 1000 }, { energyTotal: 4000 }], 'energy-hour-high', 'event-NH-01'],
    ['road-water-gauge', [{ waterDepth: 20 }, { waterDepth: 22 }], 'road-water-deep', 'event-S4-04'],
    ['gas-detector', [{ gasLel: 25 }], 'gas-leaking', 'event-SZ-01'],
    ['soil-sample', [{ ph: 8, cadmium: 0.9 }], 'soil-cadmium-high', 'event-TR-03'],
  ] as const)('raise an alarm at a %s and open its case', async (modelId, records, ruleId, matterCode) => {
    const deviceId = `real-${modelId}`;
    const device = await product.connect(deviceId, await product.addDevice(deviceId, modelId));
    await product.settle();
    for (const [n, values] of records.entries()) {
      const secondsAgo = (records.length - 1 - n) * 720;
      const observedAt = new Date(Date.now() - secondsAgo * 1000).toISOString();
      const message = JSON.stringify({ observedAt, values });
      await device.publishAsync(`yw/v1/${deviceId}/telemetry`, message, { qos: 1 });
    }
    await device.endAsync();
    await product.settle();
    const alarms = (await get(`/alarms?device=${deviceId}&rule=${ruleId}`)).body.items;
    expect(alarms).toMatchObject([{ state: 'active', matterCode }]);
    const cases = await product.database.sql`
      select matter_code from cases where device_id = ${deviceId} and matter_code = ${matterCode}`;
    expect(cases.length).toBeGreaterThan(0);
  });

  it('turn fire frames into alarms and cases, and tests into none', async () => {
    const source = '0000000000F1';
    const answer = await product.call(admin, 'POST', '/api/v1/devices', {
      deviceId: 'fire-box-1',
      name: '用户信息传输装置',
      modelId: 'fire-transmitter',
      location: YINGZE,
      aliases: [{ standard: 'gb26875', id: source }],
      wireSettings: FROM_HERE,
    });
    expect(answer.status).toBe(201);
    await product.settle();
    const client = await connectWireClient({
      standard: 'gb26875',
      port: product.server.wirePorts.gb26875!,
    });
    const report = (serial: number, state: number) =>
      client.ask(fireReport({ source, atMs: Date.now() + serial * 1000, serial, state, place: '三层' }));
    // Bit 0 says normal operation, bit 1 fire: without bit 0 it is a test.
    await report(1, 0b10);
    await product.settle();
    expect((await get('/alarms?device=fire-box-1')).body.items).toEqual([]);
    await report(2, 0b01);
    await report(3, 0b11);
    client.socket.destroy();
    await product.settle();
    expect((await get('/alarms?device=fire-box-1')).body.items).toMatchObject([
      { ruleId: 'fire-alarm', severity: 'red' },
    ]);
    const acceptor = await product.signIn('acceptor', '1401');
    const cases = (await get('/tasks', acceptor)).body.items;
    expect(cases.filter(({ deviceId }) => deviceId === 'fire-box-1')).toMatchObject([
      { matterCode: 'event-XF-01', stage: 'reported' },
    ]);
    const detections = await product.server.core.store.readStream('detection-fire-box-1');
    expect(detections.map(({ data }) => (data as { quality?: object }).quality)).toEqual([
      { '*': ['testReport'] },
      undefined,
      undefined,
    ]);
  });
});
