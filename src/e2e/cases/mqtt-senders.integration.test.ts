import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { useMqttDevices } from './mqtt-devices.ts';

/** What devices publish, through the real MQTT port; the messages are of 15:00 in Beijing. */
const NOW = Date.parse('2026-11-28T07:03:00Z');
const { api, device, settle, streamOf } = useMqttDevices(NOW);

const file = (name: string): string => readFileSync(new URL(`files/${name}`, import.meta.url)).toString();

const record = (values: unknown, observedAt: unknown = '2026-11-28T07:02:00Z') =>
  JSON.stringify({ observedAt, values });
const valuesOf = (records: readonly Record<string, unknown>[]) =>
  records.map(({ values }) => (values as { pm25: number }).pm25).sort((one, other) => one - other);

describe('one bad value', () => {
  it('case 03 one bad record in a batch is a dead letter, the others are stored', async () => {
    const { publish, readings, deadLetters } = await device('batch');
    const batch = file('mqtt-batch-one-null.json');
    await publish(batch);
    expect(valuesOf(await readings())).toEqual([31, 33]);
    const [letter, ...others] = await deadLetters();
    expect(others).toEqual([]);
    expect(letter).toMatchObject({ reason: 'schemaViolation', size: batch.length, payloadIntact: true });
    expect(letter!.detail).toContain('record 1: pm25');
    expect(Buffer.from(letter!.payload as string, 'base64').toString()).toBe(batch);
  });

  it('case 03 one bad record among 300 loses none of the others, and the dead letter has all bytes', async () => {
    const { publish, readings, deadLetters } = await device('batch-300');
    const batch = (bad: number | null) =>
      JSON.stringify(
        Array.from({ length: 300 }, (_, n) => ({
          observedAt: new Date(NOW - (300 - n) * 1000).toISOString(),
          values: { pm25: n === 150 ? bad : n / 10 },
        })),
      );
    await publish(batch(null));
    const stored = await streamOf('reading-batch-300');
    expect(stored).toHaveLength(299);
    expect(await readings()).not.toEqual([]);
    const [letter] = await deadLetters();
    expect(letter).toMatchObject({ size: batch(null).length, payloadTruncated: true, replayable: true });
    // A person replays it unchanged: all 300 records are read from it, and the bad one is refused again.
    const replay = `/rejected/${letter!.rejectionId}/replay`;
    expect((await api('POST', replay, {})).body.code).toBe('stillRejected');
    expect((await api('POST', replay, { payload: batch(15) })).body).toMatchObject({
      stored: 1,
      duplicates: 299,
    });
  });

  it('case 03 one bad value in a record is a dead letter, the good values are stored', async () => {
    const { publish, readings, deadLetters } = await device('beside');
    await publish(file('mqtt-one-null-beside-good.json'));
    expect(await readings()).toMatchObject([{ values: { pm25: 35 } }]);
    expect(await deadLetters()).toMatchObject([
      { reason: 'schemaViolation', detail: expect.stringContaining('temperature') },
    ]);
  });

  it('case 03 one bad detection in a batch loses no other detection', async () => {
    const { publish, deadLetters } = await device('seen', 'camera');
    const detection = (second: number, confidence: number | null) => ({
      observedAt: `2026-11-28T07:02:0${second}Z`,
      type: 'illegalParking',
      confidence,
    });
    await publish(JSON.stringify([detection(1, 0.9), detection(2, null), detection(3, 0.8)]), 'detection');
    expect(await streamOf('detection-seen')).toHaveLength(2);
    expect(await deadLetters()).toMatchObject([{ detail: expect.stringContaining('record 1: confidence') }]);
  });
});

describe('times of devices', () => {
  it.each([
    ['milliseconds', NOW - 1000, '2026-11-28T07:02:59.000Z'],
    ['with a zone', '2026-11-28T15:02:58+08:00', '2026-11-28T07:02:58.000Z'],
    ['without a zone: Beijing', '2026-11-28 15:02:57', '2026-11-28T07:02:57.000Z'],
    ['a zone without a colon', '2026-11-28T15:02:56+0800', '2026-11-28T07:02:56.000Z'],
    ['nine decimals', '2026-11-28T07:02:55.123456789Z', '2026-11-28T07:02:55.123Z'],
  ])('case 24 %s are read', async (name, observedAt, utc) => {
    const { publish, readings, deadLetters } = await device(`time-${name.replace(/[^a-z]+/g, '-')}`);
    await publish(record({ pm25: 12 }, observedAt));
    expect(await readings()).toMatchObject([{ observedAt: utc }]);
    expect((await readings())[0]!.quality ?? {}).toEqual({});
    expect(await deadLetters()).toEqual([]);
  });

  it('case 24 seconds read as milliseconds are in 1970: stored with a flag, and counted as now', async () => {
    const { publish, readings } = await device('time-seconds');
    await publish(record({ pm25: 12 }, NOW / 1000));
    expect(await readings()).toMatchObject([
      { observedAt: expect.stringMatching(/^1970-/), quality: { '*': ['clockBefore2000'] } },
    ]);
  });

  it.each([
    ['microseconds', NOW * 1000],
    ['milliseconds as text', String(NOW)],
    ['slashes', '2026/11/28 15:00:00'],
    ['a zone of two digits', '2026-11-28T15:00:00+08'],
    ['a leap second', '2016-12-31T23:59:60Z'],
    ['lower case', '2026-11-28t07:00:00z'],
    ['an invalid day', '2026-02-30T07:00:00Z'],
    ['null', null],
  ])('case 24 %s are not a time and give a dead letter with that reason', async (name, observedAt) => {
    const { publish, readings, deadLetters } = await device(`no-time-${name.replace(/[^a-z0-9]+/g, '-')}`);
    await publish(record({ pm25: 12 }, observedAt));
    expect(await readings()).toEqual([]);
    expect(await deadLetters()).toMatchObject([
      { reason: 'schemaViolation', detail: 'observedAt is missing or no time' },
    ]);
  });
});

describe('a counter of ids that starts again after a restart', () => {
  const [firstBoot, secondBoot] = file('mqtt-id-counter-after-reboot.jsonl').trim().split('\n') as [
    string,
    string,
  ];
  /** The second is of an hour later than the others. */
  const times = { first: '2026-11-28T07:00:00.000Z', second: '2026-11-28T08:00:00.000Z' };

  it('case 26 a reused id gives a dead letter that is kept whole, names the setting, and can be replayed once it is set', async () => {
    const { publish, readings, deadLetters } = await device('counter');
    await publish(firstBoot);
    await publish(secondBoot);
    expect(await readings()).toMatchObject([{ observedAt: times.first, values: { pm25: 31 } }]);
    const [letter, ...others] = await deadLetters();
    expect(others).toEqual([]);
    expect(letter).toMatchObject({
      reason: 'idReusedWithOtherContent',
      detail: expect.stringContaining('wireSettings.messageIds'),
      replayable: true,
    });
    const replay = `/rejected/${letter!.rejectionId}/replay`;
    expect((await api('POST', replay, {})).body.code).toBe('stillRejected');
    expect((await api('PUT', '/devices/counter/wire-settings', { messageIds: 'restarting' })).status).toBe(
      200,
    );
    await settle();
    expect((await api('POST', replay, {})).body).toMatchObject({ stored: 1 });
    await settle();
    expect((await readings()).map(({ observedAt }) => observedAt)).toEqual([times.second, times.first]);
  });

  it('case 26 with the setting, reused ids of readings and detections are stored, once however often they are sent', async () => {
    const wireSettings = { messageIds: 'restarting' };
    const { publish, readings, deadLetters } = await device('counter-set', 'air-station', { wireSettings });
    for (const message of [firstBoot, secondBoot, secondBoot]) await publish(message);
    expect((await readings()).map(({ values }) => values)).toEqual([{ pm25: 131 }, { pm25: 31 }]);
    expect(await deadLetters()).toEqual([]);
    // One id with two contents for the same time is not a restart.
    await publish(secondBoot.replace('131', '132'));
    expect(await deadLetters()).toMatchObject([{ reason: 'idReusedWithOtherContent' }]);
    const camera = await device('counter-camera', 'camera', { wireSettings });
    const seen = (second: number) =>
      JSON.stringify({ id: 1, observedAt: `2026-11-28T07:02:0${second}Z`, type: 'crowd', confidence: 0.9 });
    for (const second of [1, 2, 2]) await camera.publish(seen(second), 'detection');
    expect(await streamOf('detection-counter-camera')).toHaveLength(2);
  });

  it('case 26 records without ids are recognised by time and content', async () => {
    const { publish, readings, deadLetters } = await device('counter-none');
    for (const message of [firstBoot, secondBoot, secondBoot]) await publish(message.replace('"id":1,', ''));
    expect(await readings()).toHaveLength(2);
    expect(await deadLetters()).toEqual([]);
  });
});
