import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ClockSamples, clockSkewOf, joinSamples, sampleClock, WINDOW_SAMPLES } from './clock-skew.ts';

const MINUTE = 60_000;
const samplesOf = (delays: readonly number[]) => {
  let samples: ClockSamples = [];
  for (const [n, delay] of delays.entries()) samples = sampleClock(samples, n * MINUTE - delay, n * MINUTE);
  return samples;
};

describe('clock of a device', () => {
  it('that is right, or whose records only arrive late, is left alone', () => {
    expect(clockSkewOf(samplesOf([800, 1200, 900, 20_000, 1000, 1100]))).toMatchObject({
      medianMs: 1050,
      proposedCorrectionMs: null,
    });
  });

  it('that is behind or ahead gets a proposal of how much', () => {
    const eightHours = 8 * 60 * MINUTE;
    const behind = Array.from({ length: 10 }, (_, n) => eightHours + (n % 3) * 500);
    expect(clockSkewOf(samplesOf(behind))).toMatchObject({ proposedCorrectionMs: eightHours + 500 });
    expect(clockSkewOf(samplesOf(behind.map((delay) => -delay))).proposedCorrectionMs).toBe(
      -eightHours - 500,
    );
  });

  it('is not blamed for an outage whose records come after it', () => {
    const backlog = Array.from({ length: 20 }, (_, n) => (20 - n) * 10 * MINUTE);
    expect(clockSkewOf(samplesOf(backlog)).proposedCorrectionMs).toBeNull();
  });

  it('is not assessed from a few samples', () => {
    expect(clockSkewOf(samplesOf([60_000, 60_000, 60_000, 60_000])).proposedCorrectionMs).toBeNull();
  });

  it('is sampled once a minute, in a window', () => {
    const first = sampleClock([], 0, 100);
    expect(sampleClock(first, 1000, 59_999)).toBe(first);
    const many = samplesOf(Array.from({ length: 100 }, (_, n) => n));
    expect(many).toHaveLength(WINDOW_SAMPLES);
    expect(many[WINDOW_SAMPLES - 1]).toEqual({ minute: 99, delayMs: 99 });
  });

  it('has the same samples when two parts of the log are sampled separately and joined', () => {
    const record = fc.record({ observed: fc.nat(60 * MINUTE), received: fc.nat(60 * MINUTE) });
    const sampleAll = (records: readonly { observed: number; received: number }[]) =>
      records.reduce<ClockSamples>((samples, each) => sampleClock(samples, each.observed, each.received), []);
    fc.assert(
      fc.property(fc.array(record, { maxLength: 80 }), fc.nat(80), (records, cut) => {
        const joined = joinSamples(sampleAll(records.slice(0, cut)), sampleAll(records.slice(cut)));
        expect(joined).toEqual(sampleAll(records));
      }),
    );
  });
});
