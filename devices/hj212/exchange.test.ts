import { describe, expect, it } from 'vitest';
import { DEFAULT_TIMES } from '../wire/request.ts';
import {
  answerTo,
  type ExchangeInput,
  type ExchangeState,
  type Peer,
  QUIET_EXCHANGE,
  stepExchange,
} from './exchange.ts';
import { decodePacket, encodePacket, type Hj212Packet, type PacketDraft } from './packet.ts';

const T = Date.parse('2026-03-01T00:00:00.000Z');
const PEER: Peer = { mn: '010000A8900016F000169DC0', st: '32', pw: '123456', version: 1 };

const packet = (draft: Partial<PacketDraft>): Hj212Packet => {
  const frame = encodePacket({
    qn: '20260301080000000',
    st: '32',
    cn: '2011',
    pw: '123456',
    mn: PEER.mn,
    flag: 5,
    area: '',
    ...draft,
  });
  const decoded = decodePacket(frame.subarray(0, -2));
  if (!decoded.ok) throw new Error(decoded.detail);
  return decoded.packet;
};

/** Plays inputs in their order; the effects of the last one. */
const play = (...inputs: ExchangeInput[]) => {
  let state: ExchangeState = QUIET_EXCHANGE;
  let effects: ReturnType<typeof stepExchange>['effects'] = [];
  for (const input of inputs) ({ state, effects } = stepExchange(state, input));
  return { effects, pending: [...state.pending.keys()] };
};

const SPAN = { from: '2026-02-28T08:00:00+08:00', to: '2026-02-28T10:00:00+08:00' };
const AREA = 'BeginTime=20260228080000;EndTime=20260228100000';
const ask: ExchangeInput = {
  kind: 'request',
  peer: PEER,
  asked: { kind: 'readHourHistory', parameters: SPAN, requestId: 'r1' },
  nowMs: T,
};
const received = (draft: Partial<PacketDraft>, nowMs = T): ExchangeInput => ({
  kind: 'received',
  packet: packet(draft),
  nowMs,
});
const QN = '20260301080000000';
const ready = received({ cn: '9011', st: '91', flag: 4, area: 'QnRtn=1' });

describe('answers to a device', () => {
  it('repeat its QN for data that request an answer, and for nothing else', () => {
    expect(answerTo(packet({ cn: '2051', flag: 5 }))).toMatchObject({
      cn: '9014',
      st: '91',
      flag: 4,
      qn: QN,
    });
    expect(answerTo(packet({ cn: '2051', flag: 9 }))).toMatchObject({ cn: '9014', flag: 8 });
    expect(answerTo(packet({ cn: '2051', flag: 4 }))).toBeUndefined();
    expect(answerTo(packet({ cn: '9012', flag: 5 }))).toBeUndefined();
  });

  it('confirm a heartbeat and a query for the time whatever bit A is', () => {
    expect(answerTo(packet({ cn: '9015', st: '91', flag: 8 }))).toMatchObject({
      cn: '9013',
      st: '91',
      qn: QN,
    });
    expect(answerTo(packet({ cn: '1013', flag: 4 }))).toMatchObject({ cn: '9013' });
  });
});

describe('a request to a device', () => {
  it('is sent, answered, executed and done', () => {
    expect(play(ask).effects).toEqual([
      {
        kind: 'send',
        draft: { ...PEER, version: undefined, qn: QN, cn: '2061', flag: 5, area: AREA },
        attempt: 1,
        requestId: 'r1',
      },
    ]);
    expect(play(ask, ready)).toEqual({ effects: [], pending: [QN] });
    expect(play(ask, ready, received({ cn: '9012', area: 'ExeRtn=1' }))).toEqual({
      effects: [{ kind: 'ended', qn: QN, end: { kind: 'done' }, requestId: 'r1', result: null }],
      pending: [],
    });
  });

  it('is refused by 9011 and fails by 9012 with their codes', () => {
    expect(play(ask, received({ cn: '9011', area: 'QnRtn=3' })).effects).toMatchObject([
      { kind: 'ended', qn: QN, end: { kind: 'refused', code: '3' } },
    ]);
    expect(play(ask, ready, received({ cn: '9012', area: 'ExeRtn=100' })).effects).toMatchObject([
      { kind: 'ended', qn: QN, end: { kind: 'failed', code: '100' } },
    ]);
  });

  it('is attempted three times under one QN, then given up', () => {
    const tick = (n: number): ExchangeInput => ({ kind: 'tick', nowMs: T + n * DEFAULT_TIMES.answerMs });
    const again = play(ask, tick(1)).effects;
    expect(again).toMatchObject([{ kind: 'send', draft: { qn: QN } }]);
    expect(play(ask, tick(1), tick(2)).effects).toEqual([{ ...again[0], attempt: 3 }]);
    expect(play(ask, tick(1), tick(2), tick(3))).toMatchObject({
      effects: [{ kind: 'ended', qn: QN, end: { kind: 'timedOut', phase: 'awaitingAnswer' } }],
      pending: [],
    });
  });

  it('waits longer while it is being executed, and longer still with each packet of data', () => {
    const late = T + DEFAULT_TIMES.executionMs - 1;
    const tick: ExchangeInput = { kind: 'tick', nowMs: T + DEFAULT_TIMES.executionMs };
    expect(play(ask, ready, tick).effects).toMatchObject([{ end: { kind: 'timedOut', phase: 'executing' } }]);
    expect(play(ask, ready, received({ cn: '2061' }, late), tick)).toEqual({ effects: [], pending: [QN] });
  });

  it('ignores answers to requests that were not made', () => {
    expect(play(ready)).toEqual({ effects: [], pending: [] });
    expect(play(received({ cn: '9012', area: 'ExeRtn=1' }))).toEqual({ effects: [], pending: [] });
  });

  it('gets a distinct QN within one millisecond', () => {
    expect(play(ask, ask).pending).toEqual([QN, '20260301080000001']);
  });
});

describe('a device that asks for the time', () => {
  it('gets the time, for the analyser that it names', () => {
    expect(play(received({ cn: '1013', area: 'PolId=w01018' })).effects).toMatchObject([
      { kind: 'send', draft: { cn: '1012', area: 'PolId=w01018;SystemTime=20260301080000' } },
    ]);
    const question = received({ cn: '1013' });
    expect(play(question, question)).toMatchObject({ effects: [], pending: [QN] });
  });
});
