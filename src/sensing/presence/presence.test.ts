import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type PresenceState, presenceDecider, type ReportStatus } from './presence.ts';

const AT = '2026-11-28T00:00:00.000Z';

const say = (known: PresenceState, report: Partial<ReportStatus> & Pick<ReportStatus, 'connection'>) => {
  const { status = { state: 'online', bootId: 'boot-1' }, cause = 'announced' } = report;
  const decision = presenceDecider.decide(
    { deviceId: 'air-1', at: AT, ...report, status, cause } as ReportStatus,
    known,
  );
  if (!decision.ok) throw new Error('presence is never refused');
  return decision.events.reduce(presenceDecider.evolve, known);
};
const online = (connection: string | null, bootId = 'boot-1') =>
  ({ connection, status: { state: 'online', bootId } }) as const;
const will = (connection: string | null, openConnections: string[] = [], bootId = 'boot-1') =>
  ({ connection, status: { state: 'offline', bootId }, cause: 'will', openConnections }) as const;
const told = (...reports: Parameters<typeof say>[1][]) => reports.reduce(say, presenceDecider.initialState);

describe('presence of a device', () => {
  it('is ended by the will of the connection that it follows', () => {
    expect(told(online('1'), will('1')).presence).toBe('offline');
    expect(told(online('1'), will('1'), online('2')).presence).toBe('online');
  });

  it('is not ended by an older connection, of the same boot or of another', () => {
    for (const bootId of ['boot-1', 'boot-2'])
      expect(told(online('1', bootId), online('2'), will('1', ['2'], bootId)).presence).toBe('online');
    expect(told(online('2'), online('1'), will('1')).presence).toBe('online');
  });

  it('is ended by a newer connection that never sent a status only when the other is gone', () => {
    expect(told(online('1'), will('2', ['1'])).presence).toBe('online');
    expect(told(online('1'), will('2')).presence).toBe('offline');
  });

  it('is not changed by a status repeated long afterwards', () => {
    expect(told(online('2'), will(null)).presence).toBe('online');
    expect(told(online(null), will(null, [], 'boot-0')).presence).toBe('online');
    expect(told(online(null), will(null)).presence).toBe('offline');
  });

  it('follows the newest connection that sent a status, in any interleaving', () => {
    // Each connection opens, may report that the device is online, and may end with its will; each keeps its own order.
    const connection = fc.record({ announces: fc.boolean(), ends: fc.boolean() });
    fc.assert(
      fc.property(
        fc.array(connection, { minLength: 1, maxLength: 5 }),
        fc.infiniteStream(fc.nat(100)),
        (plans, picks) => {
          const idOf = (n: number) => `connection-${n}`;
          const left = plans.map(({ announces, ends }) => [
            ...(announces ? ['online'] : []),
            ...(ends ? ['will'] : []),
          ]);
          const open = new Set(plans.map((_, n) => n));
          const announced = new Set<number>();
          let known = presenceDecider.initialState;
          while (left.some(({ length }) => length > 0)) {
            const able = left.flatMap(({ length }, n) => (length > 0 ? [n] : []));
            const n = able[(picks.next().value ?? 0) % able.length]!;
            if (left[n]!.shift() === 'online') {
              announced.add(n);
              known = say(known, online(idOf(n)));
            } else {
              open.delete(n);
              known = say(known, will(idOf(n), [...open].map(idOf)));
            }
            const newest = Math.max(-1, ...announced);
            // While the newest connection that announced itself is open, the device is not offline.
            if (open.has(newest)) expect(known.presence).toBe('online');
            if (open.size === 0) expect(known.presence).toBe('offline');
          }
        },
      ),
      { numRuns: 2000 },
    );
  });
});
