import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HOUR_MS } from './hour-summary.ts';
import {
  type DeviceHours,
  GRACE_MS,
  LATE_GATHERING_MS,
  LATE_HORIZON_MS,
  NO_HOURS,
  touchHour,
} from './open-hours.ts';

const NOON = Date.parse('2026-06-01T04:00:00.000Z');

describe('open hours of a device', () => {
  it('close when the device moves on', () => {
    const first = touchHour(NO_HOURS, NOON + 5000, NOON + 6000, 1);
    expect(first).toMatchObject({ complete: [], opened: { hourMs: NOON, fromVersion: 1 } });
    expect(first.opened!.dueMs).toBe(NOON + HOUR_MS + GRACE_MS);
    const same = touchHour(first.state, NOON + 60_000, NOON + 60_000, 2);
    expect(same.state).toBe(first.state);
    const next = touchHour(same.state, NOON + HOUR_MS, NOON + HOUR_MS, 3);
    expect(next.complete).toEqual([first.opened]);
    expect(next.movedFrom).toBe(NOON);
    expect([...next.state.open.keys()]).toEqual([NOON + HOUR_MS]);
  });

  it('reopen for late records, which are collected for some time', () => {
    const { state } = touchHour(NO_HOURS, NOON, NOON, 1);
    const late = touchHour(state, NOON - 5 * HOUR_MS, NOON, 2);
    expect(late.opened).toMatchObject({ fromVersion: 2, dueMs: NOON + LATE_GATHERING_MS });
    expect(late.state.latestMs).toBe(NOON);
    const tooLate = touchHour(state, NOON - LATE_HORIZON_MS - HOUR_MS, NOON, 3);
    expect(tooLate.state).toBe(state);
  });

  it('are never lost: every touched hour is open or was closed, once since it opened', () => {
    const offsets = fc.array(fc.integer({ min: -50, max: 50 }), { maxLength: 200 });
    fc.assert(
      fc.property(offsets, (hours) => {
        let state: DeviceHours = NO_HOURS;
        const open = new Set<number>();
        for (const [n, offset] of hours.entries()) {
          const touch = touchHour(state, NOON + offset * HOUR_MS + n, NOON + n, n + 1);
          if (touch.opened !== undefined) {
            expect(open.has(touch.opened.hourMs)).toBe(false);
            open.add(touch.opened.hourMs);
          }
          for (const { hourMs } of touch.complete) expect(open.delete(hourMs)).toBe(true);
          state = touch.state;
          expect(open.has(NOON + offset * HOUR_MS)).toBe(true);
          expect(new Set(state.open.keys())).toEqual(open);
          expect(state.latestMs).toBe(NOON + Math.max(...hours.slice(0, n + 1)) * HOUR_MS);
        }
      }),
    );
  });
});
