import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quietUntil } from './quiet-hours.ts';

describe('quiet hours', () => {
  it('end at the next `until` that is later, minute by minute', () => {
    const hour = fc
      .tuple(fc.nat(23), fc.nat(59))
      .map(([h, m]) => `${String(h).padStart(2, '0')}:${String(m).padStart(2, '0')}`);
    const clockOf = (at: number) => new Date(at + 8 * 3_600_000).toISOString().slice(11, 16);
    fc.assert(
      fc.property(hour, hour, fc.integer({ min: 0, max: 2_000_000 }), (from, until, minute) => {
        fc.pre(from !== until);
        const at = Date.parse('2026-01-01T00:00:00Z') + minute * 60_000;
        const time = clockOf(at);
        const inside = from < until ? time >= from && time < until : time >= from || time < until;
        const end = quietUntil({ from, until }, at);
        expect(end !== null).toBe(inside);
        if (end === null) return;
        expect(clockOf(end)).toBe(until);
        expect(end - at).toBeGreaterThan(0);
        expect(end - at).toBeLessThanOrEqual(86_400_000);
      }),
    );
  });

  it.each([
    ['22:00', '07:00', '23:10', true],
    ['22:00', '07:00', '22:00', true],
    ['22:00', '07:00', '07:00', false],
    ['12:00', '14:00', '13:59', true],
    ['12:00', '14:00', '14:00', false],
  ])('from %s until %s: whether it is quiet at %s: %s', (from, until, time, isQuiet) => {
    const at = Date.parse(`2026-11-28T${time}:00+08:00`);
    expect(quietUntil({ from, until }, at) !== null).toBe(isQuiet);
  });
});
