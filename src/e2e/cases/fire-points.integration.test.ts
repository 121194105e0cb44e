import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { COMMAND, decodeFireFrame, encodeFireFrame } from '../../../devices/gb26875/frame.ts';
import { connectWireClient, type WireClient } from '../../../simulators/wire/client.ts';
import { FROM_HERE, type Product, startProduct, YINGZE } from '../../testing/product.ts';

/** Who is notified of a fire, and where it burns, through the real TCP port: fires of systems, of transmitters and of their components. */
let product: Product;
let manager: string;
let officer: string;
let now = Date.parse('2026-11-28T07:00:05Z');
const clients: WireClient[] = [];

beforeAll(async () => {
  product = await startProduct({ YIWANG_GB26875_PORT: '0' }, { now: () => now });
  manager = await product.signIn('administrator');
  officer = await product.signIn('shiftLeader');
});
afterAll(async () => {
  for (const client of clients) client.socket.destroy();
  await product.stop();
});

/** 15:00:00 on 28 November 2026, second first. */
const AT = [0, 0, 15, 28, 11, 26];
type Row = Record<string, unknown>;

const itemsOf = async (token: string, path: string): Promise<readonly Row[]> => {
  await product.settle();
  const { status, body } = await product.call(token, 'GET', `/api/v1${path}`);
  if (status !== 200) throw new Error(JSON.stringify(body));
  return body.items;
};

/** A transmitter, and what its frames lead to. */
const transmitter = async (n: number) => {
  const source = `00000000020${n}`;
  const deviceId = `fire-point-${n}`;
  const { status, body } = await product.call(manager, 'POST', '/api/v1/devices', {
    deviceId,
    name: `第${n}商场`,
    modelId: 'fire-transmitter',
    location: YINGZE,
    aliases: [{ standard: 'gb26875', id: source }],
    wireSettings: FROM_HERE,
  });
  if (status !== 201) throw new Error(JSON.stringify(body));
  await product.settle();
  const client = await connectWireClient({ standard: 'gb26875', port: product.server.wirePorts.gb26875! });
  clients.push(client);
  let serial = 0;
  let last: Buffer = Buffer.alloc(0);
  const oldestFirst = (path: string) =>
    itemsOf(officer, path).then((items) =>
      [...items].sort((a, b) => (String(a.since) < String(b.since) ? -1 : 1)),
    );
  const confirmed = async (frame: Buffer): Promise<void> => {
    last = frame;
    const answer = decodeFireFrame(await client.ask(frame));
    expect(answer).toMatchObject({ ok: true, frame: { command: COMMAND.confirm, serial } });
  };
  return {
    deviceId,
    sendAgain: () => confirmed(last),
    async send(data: readonly number[]) {
      serial += 1;
      const head = { serial, version: '1.0', source, target: '000000000000', command: COMMAND.send };
      await confirmed(encodeFireFrame({ ...head, data: Buffer.from(data) }, now));
    },
    alarms: () => oldestFirst(`/alarms?device=${deviceId}`),
    async case() {
      const cases = (await itemsOf(officer, '/cases?source=sensorAlarm&limit=100')).filter(
        (each) => each.deviceId === deviceId,
      );
      expect(cases).toHaveLength(1);
      return cases[0]!;
    },
    async notified() {
      const alarms = new Set(
        (await itemsOf(officer, `/alarms?device=${deviceId}`)).map(({ alarmId }) => alarmId),
      );
      const mine = await itemsOf(officer, '/notifications?kind=alarm&limit=100');
      return mine
        .filter(({ alarmId }) => alarms.has(alarmId))
        .map(({ body: text }) => (text as { zh: string }).zh);
    },
    deadLetters: () => itemsOf(manager, `/rejected?device=${deviceId}`),
  };
};

describe('fires reported by a system, by a transmitter and by a button', () => {
  it.each([
    ['1, a system', 1, [1, 1, 1, 2, 3, 0, ...AT], '1-2', '火灾报警系统 2号'],
    ['21, the transmitter', 2, [21, 1, 3, ...AT], 'transmitter', '用户信息传输装置'],
    ['24, a manual alarm', 3, [24, 1, 4, 7, ...AT], 'transmitter-manualAlarm', '用户信息传输装置，操作员7'],
  ] as const)(
    'case 22 type %s raises an alarm, opens a case and notifies',
    async (_type, n, data, track, place) => {
      const fire = await transmitter(n);
      await fire.send(data);
      expect(await fire.deadLetters()).toEqual([]);
      expect(await fire.alarms()).toMatchObject([
        { ruleId: 'fire-alarm', severity: 'red', state: 'active', track, place },
      ]);
      const found = await fire.case();
      expect(found).toMatchObject({ location: { address: `第${n}商场，${place}` }, severity: 'red' });
      expect(found.description).toContain(place);
      expect(await fire.notified()).toEqual([expect.stringContaining(`第${n}商场，${place}`)]);
    },
  );
});

describe('components behind one transmitter', () => {
  /** Type 2: an automatic fire alarm system 1, a smoke detector (40) of an address, its state and its words in GB 18030. */
  const part = (address: number, state: number, words: readonly number[] = []) => [
    ...[2, 1, 1, 1, 40, address, 0, 0, 0, state, 0],
    ...words,
    ...Array(31 - words.length).fill(0),
    ...AT,
  ];
  /** 三层东走廊 */
  const WORDS = [0xc8, 0xfd, 0xb2, 0xe3, 0xb6, 0xab, 0xd7, 0xdf, 0xc0, 0xc8];
  const FIRST = '感烟火灾探测器 00000001';
  const SECOND = '三层东走廊（感烟火灾探测器 00000002）';

  it('case 23 a second fire is reported, with the place of each in alarm, notification, case and API', async () => {
    const fire = await transmitter(4);
    await fire.send(part(1, 3));
    await fire.send(part(2, 3, WORDS));
    // The same components report again: nobody is notified twice.
    await fire.send(part(1, 3, []).with(-6, 1));
    const alarms = await fire.alarms();
    expect(alarms).toHaveLength(2);
    const byTrack = Object.fromEntries(alarms.map((alarm) => [alarm.track, alarm]));
    expect(byTrack['1-1-00000001']).toMatchObject({ ruleId: 'fire-alarm', severity: 'red', place: FIRST });
    expect(byTrack['1-1-00000002']).toMatchObject({ ruleId: 'fire-alarm', severity: 'red', place: SECOND });

    const messages = await fire.notified();
    expect(messages).toHaveLength(2);
    for (const place of [FIRST, SECOND])
      expect(messages).toContainEqual(expect.stringContaining(`第4商场，${place}`));

    const found = await fire.case();
    expect(found).toMatchObject({ location: { address: `第4商场，${FIRST}` } });
    expect(found.description).toContain(FIRST);
    const { body } = await product.call(officer, 'GET', `/api/v1/cases/${found.caseId}`);
    const placed = alarms.map(({ alarmId, place }) => ({ alarmId, place }));
    expect(body.alarmPlaces).toHaveLength(2);
    expect(body.alarmPlaces).toEqual(expect.arrayContaining(placed));
    const timeline = await itemsOf(officer, `/cases/${found.caseId}/timeline`);
    expect(timeline).toContainEqual(
      expect.objectContaining({
        type: 'CaseAlarmAttached',
        data: expect.objectContaining({ place: SECOND }),
      }),
    );

    const device = await product.call(manager, 'GET', `/api/v1/devices/${fire.deviceId}`);
    expect(device.body.detection).toMatchObject({ type: 'fireAlarm', place: FIRST, track: '1-1-00000001' });
  });

  it('case 23 two components in one frame, and a fire together with a fault, are each reported', async () => {
    const fire = await transmitter(5);
    const objects = [part(1, 3), part(2, 3), part(3, 5)].flatMap((each) => each.slice(2));
    await fire.send([2, 3, ...objects]);
    const alarms = await fire.alarms();
    expect(alarms.map(({ ruleId, track }) => `${ruleId} ${track}`).sort()).toEqual([
      'fire-alarm 1-1-00000001',
      'fire-alarm 1-1-00000002',
      'fire-fault 1-1-00000003',
    ]);
    expect(await fire.notified()).toHaveLength(2);
  });

  it('case 05 each fire of a panel whose clock has stopped is reported, and only once for a resent frame', async () => {
    const fire = await transmitter(7);
    await fire.send(part(1, 3));
    await fire.sendAgain();
    expect(await fire.alarms()).toHaveLength(1);
    expect(await product.server.core.store.readStream(`detection-${fire.deviceId}`)).toHaveLength(1);
    now += 700_000;
    await expect
      .poll(async () => (await fire.alarms()).map(({ state }) => state), { timeout: 20_000 })
      .toEqual(['cleared']);
    // The very same words, of the same time.
    await fire.send(part(1, 3));
    expect((await fire.alarms()).map(({ state }) => state).sort()).toEqual(['active', 'cleared']);
    expect(await fire.notified()).toHaveLength(2);
  });

  it('case 23 a person named in the text of a component is masked wherever the place is shown', async () => {
    const fire = await transmitter(8);
    await fire.send(part(1, 3, [...Buffer.from('B-601 13812345678')]));
    const masked = expect.stringContaining('B-601 138****5678');
    expect(await fire.alarms()).toMatchObject([{ place: masked }]);
    expect(await fire.notified()).toEqual([masked]);
    const { caseId } = await fire.case();
    const shown = await product.call(officer, 'GET', `/api/v1/cases/${caseId}`);
    const timeline = await itemsOf(officer, `/cases/${caseId}/timeline`);
    const device = await product.call(manager, 'GET', `/api/v1/devices/${fire.deviceId}`);
    expect(device.body.detection).toMatchObject({ place: masked });
    const all = JSON.stringify([shown.body, timeline, device.body]);
    expect(all).toContain('138****5678');
    expect(all).not.toContain('13812345678');
  });

  it('case 23 each alarm keeps its place across a restart', async () => {
    const fire = await transmitter(6);
    await fire.send(part(1, 3));
    await fire.send(part(2, 3, WORDS));
    const before = await fire.alarms();
    await product.restart();
    expect(await fire.alarms()).toEqual(before);
    expect(before.map(({ place }) => place).sort()).toEqual([SECOND, FIRST].sort());
  });
});
