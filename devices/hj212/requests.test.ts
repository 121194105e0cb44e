import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compactTime, readCompactTime } from '../wire/beijing-time.ts';
import type { RequestParameters } from '../wire/request.ts';
import { decodePacket, encodePacket, type Hj212Packet, type PacketDraft } from './packet.ts';
import { HJ212 } from './protocol.ts';
import { HJ212_REQUESTS, type Hj212RequestName, hj212Kind } from './requests.ts';
import { sealArea } from './sm4.ts';

const MN = '010000A8900016F000169DC0';
const wire = { settings: {} };

const load = (name: string): { input: string; expected: { header: Record<string, string> } }[] =>
  JSON.parse(readFileSync(new URL(`./vectors/${name}.json`, import.meta.url), 'utf8'));
const vectors = [...load('hj212-flows-derived'), ...load('hj212-valid'), ...load('hj212-2025')];

const packetOf = (draft: Partial<PacketDraft>): Buffer =>
  encodePacket({
    qn: '20160801085857223',
    st: '32',
    cn: '2011',
    pw: '123456',
    mn: MN,
    flag: 4,
    area: '',
    ...draft,
  }).subarray(0, -2);

const read = (frame: Buffer): Hj212Packet => {
  const decoded = decodePacket(frame.toString().endsWith('\r\n') ? frame.subarray(0, -2) : frame);
  if (!decoded.ok) throw new Error(decoded.detail);
  return decoded.packet;
};

/** A device that has reported, and what is sent to it for a request. */
const ask = (kind: string, parameters: RequestParameters, heard: Partial<PacketDraft>, nowMs: number) => {
  const first = HJ212.receive(HJ212.initialState, packetOf(heard), wire, nowMs);
  if (!first.ok) throw new Error(first.detail);
  const begun = HJ212.request(first.state, { requestId: 'r', kind, parameters }, nowMs);
  if (begun === undefined) throw new Error('nothing is sent');
  return { state: begun.state, frame: begun.answers[0]!, text: begun.answers[0]!.toString().trim() };
};

describe('requests of HJ 212', () => {
  it.each<[Hj212RequestName, RequestParameters, string]>([
    ['setTimeouts', { seconds: 5, tries: 3 }, '1000'],
    ['readClock', { analyser: 'w01018' }, '1011'],
    ['readInterval', {}, '1061'],
    ['setInterval', { seconds: 30 }, '1062'],
  ])('are written as the vectors have them: %s', (kind, parameters, cn) => {
    const vector = vectors.find(
      ({ expected }) => expected.header?.CN === cn && expected.header.Flag === '5',
    )!;
    const { QN, PW } = vector.expected.header as { QN: string; PW: string };
    const nowMs = Date.parse(readCompactTime(QN)!);
    expect(ask(kind, parameters, { pw: PW, flag: 5 }, nowMs).text).toBe(vector.input);
  });

  it('are written as HJ 212-2025 has them to a device of its version', () => {
    const vector = vectors.find(({ input }) => input.includes('CN=1011') && input.includes('Flag=9'))!;
    const nowMs = Date.parse(readCompactTime('20240601085857223')!);
    expect(ask('readClock', {}, { flag: 9 }, nowMs).text).toBe(vector.input);
  });

  it('set the clock to the time of sending, at each attempt', () => {
    const nowMs = Date.parse('2016-08-01T08:58:57.223+08:00');
    const { state, text } = ask('setClock', { analyser: 'w01018' }, {}, nowMs);
    expect(text).toBe(vectors.find(({ input }) => input.includes('CN=1012'))!.input);
    const again = HJ212.tick(state, nowMs + 10_000);
    expect(again.progress).toEqual([{ kind: 'sent', requestId: 'r', attempt: 2 }]);
    expect(read(again.answers[0]!)).toMatchObject({
      qn: '20160801085857223',
      cp: { SystemTime: '20160801085907' },
    });
  });

  it('give a span in Beijing time', () => {
    const span = { from: '2026-03-01T00:00:00Z', to: '2026-03-01T12:00:00+08:00' };
    const { frame } = ask('readMinuteHistory', span, {}, 0);
    expect(read(frame)).toMatchObject({
      cn: '2051',
      cp: { BeginTime: '20260301080000', EndTime: '20260301120000' },
    });
  });

  it('keep the system code of the device after a heartbeat', () => {
    const nowMs = Date.parse('2026-03-01T08:00:00+08:00');
    let state = HJ212.initialState;
    for (const heard of [{ st: '22' }, { st: '91', cn: '9015', flag: 8 }]) {
      const taken = HJ212.receive(state, packetOf(heard), wire, nowMs);
      if (!taken.ok) throw new Error(taken.detail);
      state = taken.state;
    }
    const begun = HJ212.request(state, { requestId: 'r', kind: 'readClock', parameters: {} }, nowMs)!;
    expect(read(begun.answers[0]!)).toMatchObject({ st: '22', flag: { version: 2 } });
  });

  it('are encrypted for a device that encrypts its data', () => {
    const sm4Key = Buffer.alloc(16, 0x30);
    const sealed = { settings: {}, sm4Key };
    const area = 'DataTime=20260301080000;a34004-Rtd=12';
    const frame = encodePacket(
      { qn: '20260301080000000', st: '22', cn: '2011', pw: '123456', mn: MN, flag: 9, area },
      { sm4Key },
    );
    const taken = HJ212.receive(HJ212.initialState, frame.subarray(0, -2), sealed, 0);
    if (!taken.ok) throw new Error(taken.detail);
    const span = { from: '2026-03-01T00:00:00Z', to: '2026-03-01T02:00:00Z' };
    const begun = (kind: string, parameters: RequestParameters) =>
      HJ212.request(taken.state, { requestId: 'r', kind, parameters }, 0)!.answers[0]!;
    const plain = 'BeginTime=20260301080000;EndTime=20260301100000';
    expect(begun('readHourHistory', span).includes(sealArea(sm4Key, Buffer.from(plain)))).toBe(true);
    expect(begun('readClock', { analyser: 'w01018' }).includes('PolId=w01018')).toBe(true);
  });

  it.each<[Hj212RequestName, RequestParameters]>([
    ['setInterval', { seconds: 29 }],
    ['setMinuteInterval', { minutes: 7 }],
    ['readClock', { analyser: 'w01018;SystemTime=1' }],
    ['readHourHistory', { from: '2026-03-02T00:00:00Z', to: '2026-03-01T00:00:00Z' }],
    ['readHourHistory', { from: '2024-03-02T00:00:00Z', to: '2026-03-01T00:00:00Z' }],
    ['readInterval', { seconds: 30 }],
  ])('take no parameters that do not fit: %s %j', (kind, parameters) => {
    expect(HJ212_REQUESTS[kind].parameters.safeParse(parameters).success).toBe(false);
  });

  it('do not exist for names like toString, nor for a device that has sent nothing', () => {
    expect(hj212Kind('toString')).toBeUndefined();
    const request = { requestId: 'r', kind: 'readClock', parameters: {} };
    expect(HJ212.request(HJ212.initialState, request, 0)).toBeUndefined();
  });
});

describe('what a device answers', () => {
  const nowMs = Date.parse('2026-03-01T08:00:00+08:00');
  const qn = compactTime(nowMs);
  /** Begins the request, gives the frames of the device, and shows what came of it. */
  const play = (kind: string, parameters: RequestParameters, ...frames: Partial<PacketDraft>[]) => {
    let { state } = ask(kind, parameters, {}, nowMs);
    const taken = frames.map((draft) => {
      const next = HJ212.receive(state, packetOf({ qn, ...draft }), wire, nowMs);
      if (!next.ok) throw new Error(next.detail);
      state = next.state;
      return next;
    });
    return { last: taken.at(-1)!, taken };
  };
  const ready = { cn: '9011', st: '91', area: 'QnRtn=1' };
  const done = { cn: '9012', st: '91', area: 'ExeRtn=1' };

  it.each<[string, RequestParameters, Partial<PacketDraft>, object]>([
    [
      'readClock',
      {},
      { cn: '1011', area: 'SystemTime=20260301080132' },
      { clock: '2026-03-01T00:01:32.000Z', aheadSeconds: 92 },
    ],
    ['readInterval', {}, { cn: '1061', area: 'RtdInterval=30' }, { seconds: 30 }],
    ['readMinuteInterval', {}, { cn: '1063', area: 'MinInterval=10' }, { minutes: 10 }],
    [
      'readSamplingPeriod',
      { analyser: 'w01018' },
      { cn: '3017', area: 'PolId=w01018;CstartTime=000000;Ctime=2' },
      { start: '000000', hours: 2 },
    ],
    [
      'readSampleOutputTime',
      { analyser: 'w01018' },
      { cn: '3018', area: 'PolId=w01018;Stime=20' },
      { minutes: 20 },
    ],
    [
      'readSerialNumber',
      { analyser: 'w01018' },
      { cn: '3019', area: 'PolId=w01018;w01018-SN=010000A8900016F000169DC0' },
      { serialNumber: '010000A8900016F000169DC0' },
    ],
  ])('is the result of %s', (kind, parameters, data, result) => {
    const { last, taken } = play(kind, parameters, ready, data, done);
    expect(taken[1]).toMatchObject({ records: [], progress: [] });
    expect(taken[1]!.unread).toBeUndefined();
    expect(last.progress).toEqual([{ kind: 'ended', requestId: 'r', end: { kind: 'done' }, result }]);
  });

  it('is a reading where it is data, whatever QN it has, and is counted', () => {
    const span = { from: '2026-02-28T08:00:00+08:00', to: '2026-02-28T10:00:00+08:00' };
    const record = (hour: string, own: string) => ({
      cn: '2061',
      qn: own,
      flag: 5,
      area: `DataTime=20260228${hour}0000;a34004-Avg=35`,
    });
    const { last, taken } = play(
      'readHourHistory',
      span,
      ready,
      record('08', qn),
      record('09', '20260301080001000'),
      // Of another hour: what the device sends of itself meanwhile.
      record('23', '20260301080002000'),
      done,
    );
    expect(taken.flatMap(({ records }) => records)).toHaveLength(3);
    expect(read(taken[2]!.answers[0]!)).toMatchObject({ cn: '9014', qn: '20260301080001000' });
    expect(last.progress).toMatchObject([{ end: { kind: 'done' }, result: { packets: 2 } }]);
  });

  it('is acknowledged as a notice if the device sends it as one', () => {
    const { last } = play('stopRealtime', {}, { cn: '9013', st: '91' });
    expect(last.progress).toMatchObject([{ kind: 'ended', end: { kind: 'done' } }]);
  });

  it('is a dead letter if nobody asked for it', () => {
    const { last } = play(
      'readInterval',
      {},
      { cn: '1063', qn: '20260301075900000', area: 'MinInterval=10' },
    );
    expect(last.unread).toBe('CN 1063 carries no readings');
  });
});
