import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ScheduleWindow } from './events.ts';
import { isOpen, nextChange } from './schedule.ts';

/** A time in Shanghai. 2026-03-02 is a Monday. */
const shanghai = (text: string): number => Date.parse(`${text}:00+08:00`);
const night: readonly ScheduleWindow[] = [{ days: [1, 2, 3, 4, 5], from: '22:00', to: '06:00' }];

describe('a schedule', () => {
  it('is in Shanghai time and extends past midnight into the next day', () => {
    expect(isOpen(night, shanghai('2026-03-02T21:59'))).toBe(false);
    expect(isOpen(night, shanghai('2026-03-02T22:00'))).toBe(true);
    expect(isOpen(night, shanghai('2026-03-03T05:59'))).toBe(true);
    expect(isOpen(night, shanghai('2026-03-03T06:00'))).toBe(false);
    // From Friday into Saturday, but not from Saturday into Sunday.
    expect(isOpen(night, shanghai('2026-03-07T05:00'))).toBe(true);
    expect(isOpen(night, shanghai('2026-03-07T22:30'))).toBe(false);
    expect(isOpen(night, shanghai('2026-03-08T05:00'))).toBe(false);
    expect(isOpen(undefined, 0)).toBe(true);
  });

  it('says when it changes next', () => {
    expect(nextChange(night, shanghai('2026-03-07T06:00'))).toBe(shanghai('2026-03-09T22:00'));
    expect(nextChange(night, shanghai('2026-03-02T23:00'))).toBe(shanghai('2026-03-03T06:00'));
    const always = [{ days: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '00:00' }];
    expect(nextChange(always, shanghai('2026-03-02T23:00'))).toBeUndefined();
  });

  it('does not change before that time', () => {
    const clock = fc
      .tuple(fc.nat(23), fc.nat(59))
      .map(([h, m]) => `${String(h).padStart(2, '0')}:${String(m).padStart(2, '0')}`);
    const window = fc.record({
      days: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
      from: clock,
      to: clock,
    });
    fc.assert(
      fc.property(
        fc.array(window, { minLength: 1, maxLength: 3 }),
        fc.nat(7 * 1440),
        fc.nat(8 * 1440),
        (windows, start, step) => {
          const at = shanghai('2026-03-02T00:00') + start * 60_000;
          const change = nextChange(windows, at);
          const later = at + step * 60_000;
          if (change === undefined) expect(isOpen(windows, later)).toBe(isOpen(windows, at));
          else {
            expect(isOpen(windows, change)).not.toBe(isOpen(windows, at));
            if (later < change) expect(isOpen(windows, later)).toBe(isOpen(windows, at));
          }
        },
      ),
    );
  });
});
