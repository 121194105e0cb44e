import { describe, expect, it } from 'vitest';
import { fold } from '../../commands/decider.ts';
import { deviceRequestDecider } from './decider.ts';
import type { DeviceRequestEvent } from './events.ts';

const at = (seconds: number): string => new Date(Date.UTC(2026, 10, 25, 2, 0, seconds)).toISOString();
const made: DeviceRequestEvent = {
  type: 'DeviceRequestMade',
  data: {
    requestId: 'r1',
    deviceId: 'air-1',
    standard: 'hj212',
    kind: 'readClock',
    parameters: {},
    by: 'u1',
    at: at(0),
    pickUpBy: at(10),
    giveUpAt: at(1800),
  },
};
const sent = (attempt: number): DeviceRequestEvent => ({
  type: 'DeviceRequestSent',
  data: { requestId: 'r1', deviceId: 'air-1', attempt, at: at(1) },
});
const ended: DeviceRequestEvent = {
  type: 'DeviceRequestEnded',
  data: { requestId: 'r1', deviceId: 'air-1', outcome: 'done', code: null, result: null, at: at(2) },
};

const when = (
  given: readonly DeviceRequestEvent[],
  command: Parameters<typeof deviceRequestDecider.decide>[0],
) => deviceRequestDecider.decide(command, fold(deviceRequestDecider, given));
const outcomes = (decision: ReturnType<typeof when>) =>
  decision.ok
    ? decision.events.map(({ data }) =>
        'outcome' in data ? data.outcome : 'attempt' in data && data.attempt,
      )
    : decision.refusal.code;

describe('a request to a device', () => {
  it('is sent by the first server to record the attempt, attempt by attempt', () => {
    const send = (attempt: number) => ({ type: 'SendDeviceRequest', attempt, at: at(3) }) as const;
    expect(outcomes(when([made], send(1)))).toEqual([1]);
    expect(outcomes(when([made, sent(1)], send(1)))).toBe('deviceRequestTaken');
    expect(outcomes(when([made, sent(1)], send(2)))).toEqual([2]);
    expect(outcomes(when([made, sent(1), ended], send(2)))).toBe('deviceRequestTaken');
    expect(outcomes(when([], send(1)))).toBe('deviceRequestUnknown');
  });

  it('ends once', () => {
    const end = { type: 'EndDeviceRequest', outcome: 'refused', code: '2', result: null, at: at(4) } as const;
    expect(outcomes(when([made, sent(1)], end))).toEqual(['refused']);
    expect(outcomes(when([made, sent(1), ended], end))).toEqual([]);
  });

  it('is ended by time: offline when nobody sent it, timed out when it was never ended', () => {
    const pass = (seconds: number) => ({ type: 'PassDeviceRequestTime', at: at(seconds) }) as const;
    expect(outcomes(when([made], pass(9)))).toEqual([]);
    expect(outcomes(when([made], pass(10)))).toEqual(['deviceOffline']);
    expect(outcomes(when([made, sent(1)], pass(10)))).toEqual([]);
    expect(outcomes(when([made, sent(1)], pass(1800)))).toEqual(['timedOut']);
    expect(outcomes(when([made, sent(1), ended], pass(1800)))).toEqual([]);
  });
});
