import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSendRate, type Sender } from './send-rate.ts';

const DEVICE: Sender = ['device', 'air-1'];

const setUp = (device: number, address = 1) => {
  let now = 0;
  const rate = createSendRate({ device, address, client: 1 }, () => now);
  const pass = (ms: number): void => {
    now += ms;
  };
  return { rate, pass, now: () => now };
};

describe('the rate of a sender', () => {
  it('allows one second’s messages at once, and the rest at the limited rate', () => {
    const { rate, pass } = setUp(100);
    rate.count(DEVICE, 100);
    expect(rate.restMs(DEVICE)).toBe(0);
    rate.count(DEVICE, 50);
    expect(rate.restMs(DEVICE)).toBe(500);
    pass(400);
    expect(rate.restMs(DEVICE)).toBe(100);
    pass(100);
    expect(rate.restMs(DEVICE)).toBe(0);
  });

  it('distinguishes senders, and a device from an address of the same name', () => {
    const { rate } = setUp(1);
    rate.count(DEVICE, 10);
    expect(rate.restMs(DEVICE)).toBe(9000);
    expect(rate.restMs(['device', 'air-2'])).toBe(0);
    expect(rate.restMs(['address', 'air-1'])).toBe(0);
  });

  it('allows the rate in the long run, no more and no less', () => {
    const pieces = fc.array(fc.integer({ min: 1, max: 32 }), { minLength: 100, maxLength: 200 });
    fc.assert(
      fc.property(pieces, fc.integer({ min: 1, max: 5000 }), (sizes, perSecond) => {
        const { rate, pass, now } = setUp(perSecond);
        let sent = 0;
        for (const size of sizes) {
          pass(rate.restMs(DEVICE));
          rate.count(DEVICE, size);
          sent += size;
        }
        const last = sizes.at(-1)!;
        // There is no wait for the second in advance, nor after the last read.
        expect(now()).toBeCloseTo(Math.max(0, ((sent - last) / perSecond) * 1000 - 1000), 3);
      }),
    );
  });

  it('delays nobody without a limit', () => {
    const { rate } = setUp(Number.POSITIVE_INFINITY);
    rate.count(DEVICE, 1_000_000);
    expect(rate.restMs(DEVICE)).toBe(0);
  });

  it('remembers a bounded number of senders, preferring those that have to wait', () => {
    const { rate, pass } = setUp(1, 1000);
    rate.count(DEVICE, 100_000);
    for (let n = 0; n < 10_000; n += 1) {
      rate.count(['address', `10.0.${n >> 8}.${n & 255}`], 1);
      pass(2);
    }
    expect(rate.restMs(DEVICE)).toBeGreaterThan(1000);
  });
});
